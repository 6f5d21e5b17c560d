from collections.abc import Callable
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "doorstep.exchange"

    def ready(self) -> None:
        """Register the actions of this app, its makers, and its places."""
        from doorstep.exchange import (  # noqa: F401
            actions,
            contacts,
            customers,
            items,
            leads,
            opportunities,
        )
        from doorstep.exchange.exports import actions as exports  # noqa: F401
        from doorstep.exchange.exports.views import PERSONS, may_export
        from doorstep.exchange.views import importable
        from doorstep.parties.models import Contact
        from doorstep.ui.list_menu import offer_on_lists
        from doorstep.ui.menus import in_menu
        from doorstep.ui.navigation import lead_to

        for model in PERSONS:
            label = _("Everything about them")
            in_menu(model, "person", label, "archive", verb="export", how="file")
        in_menu(Contact, "card", _("vCard"), "download", verb="export", how="file")
        offer_on_lists("export", _("Export"), "download", may=may_export)
        label = _("Import")
        lead_to(
            "import_list", label, "upload", group="foot", order=10, may=_may_import(importable)
        )


def _may_import(importable: Callable[[Any], list[Any]]) -> Callable[[Any], bool]:
    return lambda user: bool(importable(user))
