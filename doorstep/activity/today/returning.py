"""Back to Today, for whoever left it for a dialog."""

from __future__ import annotations

from doorstep.kit.addresses import address
from doorstep.ui.http import Request


def back_to_today(request: Request) -> str:
    """Today as it was looked at, where the dialog stands over it; else nothing."""
    here = request.htmx.current_url_abs_path or ""
    return here if here.partition("?")[0] == address("today") else ""
