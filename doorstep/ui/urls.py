"""URLs that do not belong to one record type, and those that every record type has."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from doorstep.records.types import RecordType
from doorstep.ui import views
from doorstep.ui.audit_page import audit_page
from doorstep.ui.board import board_page, move_page
from doorstep.ui.bulk import bulk_page, run_page
from doorstep.ui.columns import columns_page
from doorstep.ui.counts import counts
from doorstep.ui.custom_facts import custom_fact_page
from doorstep.ui.display import display_page
from doorstep.ui.facts import fact_page
from doorstep.ui.files import hand_out, receive_file, remove_page
from doorstep.ui.filtering import filter_page, filters_page
from doorstep.ui.gallery import gallery_page
from doorstep.ui.handing import assign_page, handover_page, handovers_page
from doorstep.ui.history_pages import history_page, restore_page, revert_page
from doorstep.ui.lists import count_fragment, counts_fragment, list_page
from doorstep.ui.mentioning import mention_options
from doorstep.ui.palette import palette_page
from doorstep.ui.panels import panel_page, panels_page
from doorstep.ui.pick import pick_page
from doorstep.ui.record_page import record_beside, record_note, record_page, record_peek
from doorstep.ui.saved import change_view, save_view, views_page
from doorstep.ui.settings_pages import settings_home
from doorstep.ui.sharing import share_page
from doorstep.ui.shortcuts import preferences, shortcuts_page
from doorstep.ui.tags import change_tags
from doorstep.ui.typed import keeps_typing, typed
from doorstep.ui.undoing import event_undo

urlpatterns = [
    path("palette/", palette_page, name="palette"),
    path("pick/<slug:kind>/", pick_page, name="pick"),
    path("handovers/<int:pk>/", handovers_page, name="handovers"),
    path("share/<slug:kind>/<int:pk>/", share_page, name="share_record"),
    path("shortcuts/", shortcuts_page, name="shortcuts"),
    path("typed/", typed, name="typed"),
    path("preferences/", preferences, name="preferences"),
    path("counts/", counts, name="counts"),
    path("settings/", settings_home, name="settings"),
    path("settings/display/", display_page, name="display"),
    path("settings/audit/", audit_page, name="audit"),
    path("components/", gallery_page, name="components"),
    path("files/<int:pk>/remove/", remove_page, name="file_remove"),
    path("files/<int:pk>/<str:name>", hand_out, name="file"),
    path("events/<int:pk>/undo/", event_undo, name="event_undo"),
    path("do/<str:name>/<int:pk>/", views.action_do, name="action_do"),
]


PAGES: dict[str, tuple[str, Any]] = {
    "list": ("", list_page),
    "count": ("count/", count_fragment),
    "counts": ("counts/", counts_fragment),
    "filters": ("filters/", filters_page),
    "filter": ("filters/<str:name>/", filter_page),
    "columns": ("columns/", columns_page),
    "bulk": ("bulk/", bulk_page),
    "run": ("bulk/<int:pk>/", run_page),
    "create": ("new/", views.create_page),
    "detail": ("<int:pk>/", record_page),
    "beside": ("<int:pk>/beside/", record_beside),
    "peek": ("<int:pk>/peek/", record_peek),
    "mentions": ("<int:pk>/mentions/", mention_options),
    "note": ("<int:pk>/notes/", record_note),
    "views": ("views/", views_page),
    "save_view": ("views/save/", save_view),
    "change_view": ("views/<int:view>/", change_view),
    "tags": ("<int:pk>/tags/", change_tags),
    "custom": ("<int:pk>/custom/<slug:name>/", custom_fact_page),
    "files": ("<int:pk>/files/", receive_file),
    "history": ("<int:pk>/history/", history_page),
    "restore": ("<int:pk>/history/restore/", restore_page),
    "revert": ("<int:pk>/history/<int:event>/revert/", revert_page),
    "timeline": ("<int:pk>/timeline/", views.record_timeline),
    "fact": ("<int:pk>/facts/<str:field>/", fact_page),
    "handover": ("<int:pk>/handover/", handover_page),
    "assign": ("<int:pk>/assign/", assign_page),
    "panels": ("<int:pk>/panels/", panels_page),
    "panel": ("<int:pk>/panels/<str:panel>/", panel_page),
}


def record_urls(
    records: RecordType, prefix: str, without: tuple[str, ...] = ()
) -> list[URLPattern]:
    """The pages that come with a record type, under ``leads/``."""
    pages = dict(PAGES)
    if records.group_by:
        pages["board"] = ("board/", board_page)
        pages["move"] = ("<int:pk>/move/", move_page)
    data = {"records": records}
    keeps_typing(records.route("note"))
    return [
        path(f"{prefix}/{tail}", view, data, name=records.route(page))
        for page, (tail, view) in pages.items()
        if page not in without
    ]
