"""The shop of the demo company: what it sells, drawn; its terms and its word on privacy."""

from __future__ import annotations

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from doorstep.catalog.models import Item
from doorstep.parties.models import CustomerGroup, LeadSource
from doorstep.portal.actions import (
    create_shop_page,
    show_items,
    update_shop_item,
    update_shop_policy,
)
from doorstep.portal.models import ShopItem, ShopPage, ShopPolicy
from doorstep.records.actions import attach
from doorstep.users.models import User

PICTURES = Path(__file__).with_name("pictures")
TERMS = """Hollin Lighting sells to houses and to people at home.

## Orders

- An order is placed with the last button of the checkout.
- We confirm it by e-mail, with its number and the day it leaves.

## Delivery and return

- Goods leave Oslo within the days that the order says.
- What you do not like you may send back within 30 days, unused and in its box."""
PRIVACY = """We keep what an order needs: your name, your addresses, what you bought and paid.

## What we do not do

- We sell nothing of it and show you no advertisements.
- We count no visitors and set no cookies but the one that holds your cart and your sign-in.

Ask us at any time what we know of you, or to forget it."""
DRAWN = (  # the first that begins a code
    *(("P-110", "dome-brass"), ("P-111", "dome-ink"), ("P-120", "globe-brass")),
    *(("P-121", "globe-ink"), ("P-131", "cone-red"), ("P-13", "cone-chalk")),
    *(("P-140", "trio-brass"), ("W-211", "sconce-chalk"), ("W-2", "sconce-brass")),
    *(("T-320", "desk-ink"), ("T-33", "floor-chalk"), ("T-3", "desk-green")),
    *(("O-411", "lantern-ink"), ("O-410", "lantern-brass"), ("R-5", "track-ink")),
)
SAID = {
    "P-": "Lamp: E27 LED, replaceable\nLight: 2700 K, CRI 95\nDimming: phase or DALI-2\n"
    "Cord: 2 m, cotton\nGuarantee: 10 years",
    "W-": "Lamp: LED, replaceable\nLight: 2700 K, CRI 95\nGuarantee: 10 years",
    "T-": "Lamp: LED, replaceable\nLight: 2700 K, CRI 95\nGuarantee: 10 years",
    "O-": "Lamp: LED, replaceable\nOutdoors: IP65\nGuarantee: 5 years",
}
BADGES = {"P-110": "New", "T-310": "Few left"}
STOCK = {"P-110": 36, "P-111": 12, "P-120": 24, "T-310": 3}


def open_shop(by: User) -> None:
    """Everything the company sells, its usual price for everybody, and the door open."""
    items = Item.objects.filter(is_sales_item=True).order_by("code")
    show_items(Item, by=by, ids=list(items.values_list("pk", flat=True)))
    rows = ShopItem.objects.select_related("item")
    for turn, shown in enumerate(sorted(rows, key=_place)):
        code = shown.item.code
        said = {"badge": BADGES.get(code, ""), "in_stock": STOCK.get(code), "ranking": 100 - turn}
        said["wall"] = list(ShopItem.Wall)[turn % len(ShopItem.Wall)]
        said["specifications"] = SAID.get(code[:2], "")
        update_shop_item(shown, by=by, **said)
        _hang(shown.item, by)
    for slug, title, text in (("terms", "Terms", TERMS), ("privacy", "Privacy", PRIVACY)):
        create_shop_page(
            ShopPage, by=by, slug=slug, title=title, text=text, place="FOOT", is_published=True
        )
    update_shop_policy(
        ShopPolicy,
        by=by,
        is_open=True,
        headline="Good light, made in Oslo",
        lead_source=LeadSource.objects.filter(name="Website").first(),
        customer_group=CustomerGroup.objects.filter(name="Individual").first(),
    )


def _place(shown: ShopItem) -> tuple[int, str]:
    """Lamps before what belongs to them, and services last."""
    code = shown.item.code
    return ("PTWORLS".find(code[:1]), code)


def _hang(item: Item, by: User) -> None:
    """A drawing of its kind, if there is one."""
    drawn = next((name for start, name in DRAWN if item.code.startswith(start)), "")
    if drawn:
        picture = (PICTURES / f"{drawn}.webp").read_bytes()
        attach(item, by=by, file=SimpleUploadedFile(f"{item.code}.webp", picture))
