"""Words in a template that stand for something about whoever it goes to: ``{first_name|there}``.

There is a fixed list of them and nothing else: no expressions, no conditions, nothing that runs.
What follows the bar stands where there is nothing to put.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid

PLACE = re.compile(r"\{([^{}\n|]{1,80})(?:\|([^{}\n|]{0,80}))?\}")
GAP = re.compile(r"[ \t]*\x00([,.;:!?])|[ \t]?\x00")  # what nothing leaves behind, and its space


@dataclass(frozen=True)
class Filled:
    """A text with everything put in; ``missing`` names what there was nothing for."""

    text: str
    missing: tuple[str, ...] = ()


def places_in(text: str) -> tuple[str, ...]:
    """The names that a text asks for, each once."""
    return tuple(dict.fromkeys(found[1].strip() for found in PLACE.finditer(text)))


def check_places(text: str, known: Collection[str], field: str) -> None:
    """Refuse a text that asks for something there is not, and say what there is."""
    unknown = [name for name in places_in(text) if name not in known]
    if unknown:
        there = ", ".join("{" + name + "}" for name in sorted(known))
        says = _("{%(unknown)s} cannot be put in. There are: %(there)s.")
        message = says % {"unknown": unknown[0], "there": there}
        raise Invalid(message, **{field: message})


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Put the values in, once: what stands in a value is never read as a place again."""
    missing: list[str] = []

    def put(found: re.Match[str]) -> str:
        name, otherwise = found[1].strip(), found[2]
        value = " ".join(str(values.get(name, "")).replace("\x00", "").split())
        if value or otherwise is not None:
            return value or otherwise.strip()
        missing.append(name)
        return "\x00"

    filled = PLACE.sub(put, text.replace("\x00", ""))
    return Filled(GAP.sub(lambda gap: gap[1] or "", filled), tuple(dict.fromkeys(missing)))
