"""Who sends a paper: the letterhead as it is today, and as it was kept with a document."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from doorstep.paper.banking import is_iban
from doorstep.paper.sheets import Logo
from doorstep.parties.models import Address
from doorstep.parties.postal import address_lines
from doorstep.records.files import place_of
from doorstep.records.models import Company

KEPT = (
    *("name", "legal_name", "street", "postal_code", "city", "country", "email", "website"),
    *("phone", "tax_id", "bank_account", "bank_name", "bic", "logo", "logo_type", "colour"),
    *("letter_layout", "letter_size", "legal_lines", "e_invoice"),
)
LETTER = frozenset({"US", "CA", "MX", "CL", "CO", "PH"})  # where paper is cut otherwise than A4
KINDS = {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg"}


def sender_now() -> dict[str, Any]:
    """What our paper says of us today; kept with a document once it is submitted."""
    company = Company.current()
    return {name: getattr(company, name) for name in KEPT}


def letterhead(sender: dict[str, Any]) -> dict[str, Any]:
    """The parts of a sheet that are the same on every paper of this sender."""
    lines = sender_lines(sender)
    website = sender["website"].partition("://")[2].rstrip("/")
    reach = (sender["phone"], sender["email"], website)
    return {
        "sender": sender["name"] or "Doorstep",
        "head": (*lines, *filter(None, reach)),
        "back": " · ".join((sender["name"], *lines)),
        "foot": tuple(_foot(sender)),
        "logo": _logo(sender),
        "layout": sender["letter_layout"].lower(),
        "paper": _paper(sender),
        "colour": sender["colour"],
    }


def sender_lines(sender: dict[str, Any]) -> list[str]:
    """Our address, as our country writes it."""
    names = ("postal_code", "city", "country")
    place = Address(line1=sender["street"], **{name: sender[name] for name in names})
    return address_lines(place, home=sender["country"]) if sender["street"] else []


def _foot(sender: dict[str, Any]) -> list[str]:
    """Who we are by law, and where to pay."""
    company = (sender["legal_name"] or sender["name"], sender["tax_id"])
    lines = [" · ".join(filter(None, company))]
    if account := sender["bank_account"]:
        label = "IBAN" if is_iban(account) else _("Account")
        bic = f"BIC {sender['bic']}" if sender["bic"] else ""
        lines.append(" · ".join(filter(None, (sender["bank_name"], f"{label} {account}", bic))))
    return [*filter(None, lines), *sender["legal_lines"].splitlines()]


def _logo(sender: dict[str, Any]) -> Logo | None:
    digest, kind = sender["logo"], sender["logo_type"]
    return logo_at(digest, kind) if digest and place_of(digest).exists() else None


def logo_at(digest: str, kind: str) -> Logo:
    """A picture among the attached files."""
    return Logo(f"/{digest[:2]}/{digest}", KINDS[kind])


def _paper(sender: dict[str, Any]) -> str:
    usual = "LETTER" if sender["country"] in LETTER else "A4"
    return {"A4": "a4", "LETTER": "us-letter"}[sender["letter_size"] or usual]
