"""Every kind of document on paper: what else wants a PDF calls ``pdf_of``.

    @paper_of(Quotation)
    def quotation_on_paper(quotation: Quotation, language: str) -> Sheet: ...

An app that has documents says in its ``papers.py`` what each says; the rest comes from here: its
address ``/quotations/4/pdf/``, its pages as pictures, the same in the API.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import translation

from doorstep.paper.sheets import Sheet
from doorstep.paper.typesetting import pdf_from, pictures_from
from doorstep.records.files import safe_name
from doorstep.records.models import Company

Make = Callable[[Any, str], Sheet]
Write = Callable[[Any], bytes]
_papers: dict[type, Make] = {}
_xmls: dict[type, Write] = {}


def paper_of(model: type) -> Callable[[Make], Make]:
    """Say how documents of a model look on paper."""

    def register(make: Make) -> Make:
        _papers[model] = make
        return make

    return register


def xml_of(model: type) -> Callable[[Write], Write]:
    """Say how documents of a model are written as e-invoices."""

    def register(write: Write) -> Write:
        _xmls[model] = write
        return write

    return register


def has_xml(model: type) -> bool:
    return model in _xmls


def e_invoice(document: Any) -> bytes:
    """The document as XML for machines (EN 16931). Refuses, in words, what cannot be said."""
    return _xmls[type(document)](document)


def pdf_of(document: Any, *, language: str = "") -> bytes:
    """The document as PDF, as it is sent to the customer.

    In ``language``; else in the document's, else in the company's. A submitted one is what it was
    on the day it was submitted, and always the same bytes; a draft says that it is one. An invoice
    of a firm that sends e-invoices has its XML inside. Pages take some 20 ms, 200 lines some 150.
    The name to save or attach it under is ``file_name(document)``; whoever calls this looks first
    whether the user may see the document.
    """
    return pdf_from(sheet_of(document, language=language), at=_made_at(document))


def pages_of(document: Any, *, language: str = "") -> tuple[bytes, ...]:
    """Its pages as pictures (SVG), to be looked at beside a form."""
    return pictures_from(sheet_of(document, language=language))


def sheet_of(document: Any, *, language: str = "") -> Sheet:
    """What the paper says, before it is set."""
    language = language or getattr(document, "language", "") or Company.current().language
    with translation.override(language):
        return _papers[type(document)](document, language)


def file_name(document: Any, suffix: str = "pdf") -> str:
    """ "QTN-2026-0142.pdf" """
    return safe_name(f"{document}.{suffix}")


def _made_at(document: Any) -> Any:
    return getattr(document, "submitted_at", None) or document.updated_at
