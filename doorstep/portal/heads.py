"""What stands above a shop item and a page of text."""

from doorstep.portal.models import ShopItem, ShopPage
from doorstep.ui.heads import Head, Said, show_head

show_head(
    ShopItem,
    Head(
        icon="store",
        says=(Said("item", "package"), Said("slug", "link")),
        quick=("item", "title", "summary", "badge", "wall", "ranking"),
    ),
)
show_head(ShopPage, Head(icon="file-text", quick=("title", "slug", "text", "place")))
