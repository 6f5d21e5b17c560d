"""Answers for the index, and keeps it at every change."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "doorstep.search"

    def ready(self) -> None:
        from doorstep.kit.noting import after_writing
        from doorstep.records.searching import search_by
        from doorstep.search.finding import Index
        from doorstep.search.following import follow

        search_by(Index())
        after_writing(follow)
        post_migrate.connect(_prepare, sender=self)


def _prepare(**_about: Any) -> None:
    """A table that Django made anew has lost the indexes that only its database knows."""
    from doorstep.search.rebuilding import prepare

    prepare()
