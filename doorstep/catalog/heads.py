"""What stands above an item and a rate."""

from doorstep.catalog.models import ExchangeRate, Item
from doorstep.ui.heads import Head, Said, show_head

show_head(
    Item,
    Head(
        icon="package",
        says=(Said("group", "folder"), Said("unit", "hash")),
        quick=("code", "name", "group", "unit", "description"),
    ),
)
show_head(
    ExchangeRate,
    Head(icon="percent", quick=("currency", "to_currency", "valid_from", "rate")),
)
