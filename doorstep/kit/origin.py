"""Where people reach this install, for links in letters."""

from __future__ import annotations

from django.conf import settings


def origin() -> str:
    """As ``DOORSTEP_HOSTS`` says."""
    if settings.HOSTS.origins:
        return str(settings.HOSTS.origins[0])
    name = next((each for each in settings.HOSTS.names if each), "localhost")
    return f"http://{name}"
