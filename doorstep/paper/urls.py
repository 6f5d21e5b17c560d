"""Where papers are. ``paper_urls`` brings a record type its own."""

from __future__ import annotations

from django.urls import URLPattern, path

from doorstep.paper import views
from doorstep.paper.papers import has_xml
from doorstep.records.types import RecordType

urlpatterns = [
    path("settings/letterhead/", views.letterhead_page, name="letterhead"),
    path("settings/letterhead/sample/", views.sample_picture, name="letterhead_sample"),
    path("settings/letterhead/logo/", views.logo_change, name="letterhead_logo"),
    path("settings/letterhead/logo.picture", views.logo_picture, name="letterhead_picture"),
]
PAGES = {
    "pdf": ("pdf/", views.pdf_page),
    "preview": ("preview/", views.preview_page),
    "picture": ("pages/<int:page>/", views.picture_page),
}


def paper_urls(records: RecordType, prefix: str) -> list[URLPattern]:
    """``quotations/4/pdf/`` and what belongs to it; ``xml/`` where there is an e-invoice."""
    pages = PAGES | ({"xml": ("xml/", views.xml_page)} if has_xml(records.model) else {})
    data = {"records": records}
    return [
        path(f"{prefix}/<int:pk>/{tail}", view, data, name=records.route(page))
        for page, (tail, view) in pages.items()
    ]
