"""What stands above a price."""

from doorstep.pricing.models import ItemPrice
from doorstep.ui.heads import Head, Said, show_head

show_head(
    ItemPrice,
    Head(
        icon="banknote",
        says=(Said("item", "package"), Said("price_list", "banknote"), Said("customer")),
        quick=(
            *("item", "price_list", "customer", "unit", "from_quantity", "rate", "discount"),
            *("valid_from", "valid_until"),
        ),
    ),
)
