"""The fixed list of what a template may put in, for each kind it is written for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

ANYBODY, PERSON, CUSTOMER = "", "PERSON", "CUSTOMER"

Value = Callable[[Any], Any]
EVERYWHERE: Mapping[str, Any] = {
    "name": _("their name"),
    "first_name": _("the first name"),
    "email": _("their e-mail"),
    "my_name": _("your name"),
    "my_email": _("your e-mail"),
    "company": _("our company"),
}
OF_PERSON: Mapping[str, Any] = {
    "salutation": _("the salutation"),
    "last_name": _("the last name"),
    "organisation": _("the organisation"),
    "job_title": _("the job title"),
}
OF_CUSTOMER: Mapping[str, Any] = {"customer": _("the customer"), "industry": _("the industry")}
KNOWN: Mapping[str, Mapping[str, Any]] = {
    ANYBODY: EVERYWHERE,
    PERSON: {**EVERYWHERE, **OF_PERSON},
    CUSTOMER: {**EVERYWHERE, **OF_CUSTOMER},
}
PATHS: Mapping[str, tuple[str, ...]] = {"job_title": ("job_title", "designation")}


def values_for(record: Any, *, name: str, email: str, sender: Any, company: str) -> dict[str, str]:
    """Everything that can be put in about ``record``, written to somebody of this address."""
    values = {
        "name": name or getattr(record, "name", ""),
        "first_name": getattr(record, "first_name", "") or name.partition(" ")[0],
        "email": email,
        "my_name": sender.name,
        "my_email": sender.email,
        "company": company,
        "customer": str(record),
        "industry": getattr(record, "industry", None) or "",
    }
    for each in OF_PERSON:
        paths = PATHS.get(each, (each,))
        values[each] = next(filter(None, (getattr(record, path, "") for path in paths)), "")
    return {key: str(value or "") for key, value in values.items()}
