"""A paper that nobody sent, to see how the letterhead looks."""

from __future__ import annotations

from decimal import Decimal

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from doorstep.paper.documents import common
from doorstep.paper.senders import sender_now
from doorstep.paper.sheets import Column, Row, Sheet, Total
from doorstep.paper.wording import Wording

PRICES = (("Pendant", 4, Decimal(212)), ("Track rail", 2, Decimal("148.50")))


def sample() -> Sheet:
    """A quotation of two lines."""
    sender = sender_now()
    words = Wording("en", sender["country"])
    net = sum((count * price for _item, count, price in PRICES), Decimal(0))
    return Sheet(
        name=_("Quotation"),
        title=_("Quotation"),
        to=["Example Ltd", "1 Mill Lane", "York", "YO1 7HH"],
        to_label=_("For"),
        facts=[(_("Number"), "QTN-0001"), (_("Date"), words.day(localdate()))],
        columns=[
            Column(_("Item"), ends=False, grows=True),
            *map(Column, (_("Quantity"), _("Rate"), _("Amount"))),
        ],
        rows=[
            Row([name, str(count), words.rate(price, "EUR"), words.amount(count * price, "EUR")])
            for name, count, price in PRICES
        ],
        totals=[Total(_("Total, %s") % "EUR", words.amount(net, "EUR"), strong=True)],
        **common(sender, words),
    )
