"""Where the pages of duplicates are reached from."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from doorstep.dedupe.queue import may_decide
from doorstep.dedupe.traits import KINDS
from doorstep.dedupe.views import FEWEST, MOST
from doorstep.ui.bulk import Together, together
from doorstep.ui.menus import in_menu
from doorstep.ui.navigation import lead_to


def show_places() -> None:
    """The queue in the sidebar, merging in the lists and in the menu of a record."""
    lead_to("duplicates", _("Duplicates"), "copy-check", group="foot", order=20, may=may_decide)
    for kind in KINDS:
        together(kind, Together("merge", _("Merge"), "git-merge", "edit", FEWEST, MOST))
        in_menu(kind, "merge_with", _("Merge with…"), "git-merge", verb="edit")
