"""Where drafts are written. ``editor_urls`` brings a kind of document its own."""

from __future__ import annotations

from django.urls import URLPattern, path

from doorstep.selling.editor import views
from doorstep.selling.editor.kinds import Editor

PAGES = {
    "create": ("new/", views.create_page),
    "edit": ("<int:pk>/edit/", views.edit_page),
    "parties": ("parties/", views.party_options),
}
RECKONED = ("reckon/", "<int:pk>/reckon/")


def editor_urls(editor: Editor, prefix: str) -> list[URLPattern]:
    """``sales-orders/new/``, ``sales-orders/4/edit/`` and what they ask while one types."""
    data, name = {"editor": editor}, editor.records.route
    pages = [
        path(f"{prefix}/{tail}", view, data, name=name(page))
        for page, (tail, view) in PAGES.items()
    ]
    return pages + [
        path(f"{prefix}/{tail}", views.reckon_page, data, name=name("reckon")) for tail in RECKONED
    ]
