"""What a timeline can be narrowed to, of selling."""

from django.utils.translation import gettext_lazy as _

from doorstep.history.sorts import sort_of_entry

sort_of_entry(
    "documents", _("Documents"), "sales_order.*", icon="shopping-bag", tone="green", order=55
)
