"""The template environment: what every template may use without being given it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment
from markupsafe import Markup

from doorstep.kit.addresses import address, has_address
from doorstep.kit.naming import kind_of
from doorstep.records.types import RecordType
from doorstep.ui.bits import bit, clean
from doorstep.ui.composer import composer_tabs
from doorstep.ui.custom_facts import custom_facts
from doorstep.ui.layouts import layouts_of
from doorstep.ui.list_menu import list_menu
from doorstep.ui.looks import FILTERS
from doorstep.ui.navigation import grouped
from doorstep.ui.offers import offered_on, url_of
from doorstep.ui.panels import panels_of
from doorstep.ui.record_forms import picked
from doorstep.ui.record_page import status_choices
from doorstep.ui.settings_pages import settings_of
from doorstep.ui.storage import HashedStorage


def environment(**options: Any) -> Environment:
    made = Environment(
        **options, extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {
        "_": said,
        "url": address,
        "has_url": has_address,
        "custom_facts": custom_facts,
        "kind_of": lambda record: kind_of(type(record)),
        "htmx_is_apart": not isinstance(staticfiles_storage, HashedStorage),
        "static": lru_cache(maxsize=256)(static),
        "record_url": record_url,
        "querystring": querystring,
        "offered_on": offered_on,
        "url_of": url_of,
        "panels_of": panels_of,
        "composer_tabs": composer_tabs,
        "grouped": grouped,
        "has_address": has_address,
        "picked": picked,
        "layouts_of": layouts_of,
        "status_choices": status_choices,
        "list_menu": list_menu,
        "settings_of": settings_of,
    }
    made.filters |= FILTERS | {"bit": bit, "clean": clean, "capitalize": capitalize}
    return made


def capitalize(text: Any) -> str:
    """With a capital first; unlike what Jinja brings it leaves the rest, such as "API"."""
    text = text if isinstance(text, str) else str(text)
    return text[:1].upper() + text[1:]


def said(text: str, /, **values: Any) -> Markup:
    """``_()`` of our templates: the text is ours, the values are escaped."""
    told = _said(get_language(), text)
    return told % values if values else told


@lru_cache(maxsize=4096)
def _said(_language: str, text: str) -> Markup:
    return Markup(gettext(text))


def record_url(records: RecordType, pk: int, tail: str = "") -> str:
    """``/leads/7/`` or a page below it."""
    return f"{address(records.route('list'))}{pk}/{tail}"


def querystring(request: HttpRequest, **changes: Any) -> str:
    """This page's query with some parameters replaced; None and [] take one out."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value in (None, "", []):
            query.pop(name, None)
        else:
            query.setlist(name, value if isinstance(value, list) else [str(value)])
    return f"?{query.urlencode()}" if query else "?"
