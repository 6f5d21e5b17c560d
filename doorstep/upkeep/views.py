"""The page on which an administrator takes everything out."""

from __future__ import annotations

from pathlib import Path

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from doorstep.ui.http import Request
from doorstep.ui.settings_pages import administers, settings_page
from doorstep.upkeep.models import TakeOut
from doorstep.upkeep.taking import start

ENDED = 286  # htmx stops asking

settings_page("everything", _("Everything"), "download", group="data", order=95)


@require_http_methods(["GET", "POST"])
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
def everything_page(request: Request) -> HttpResponse:
    """What there is to take, and how far it is. Whoever asks has just shown who they are."""
    _only_administrators(request)
    if request.method == "POST":
        start(by=request.user)
        return redirect("everything")
    context = {"asked": TakeOut.objects.select_related("by").order_by("-pk").first()}
    if request.htmx and not request.htmx.boosted:
        answer = render(request, "upkeep/_everything.html", context)
        answer.status_code = ENDED if context["asked"] and context["asked"].is_over else 200
        return answer
    return render(request, "upkeep/everything.html", context)


@require_safe
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
def everything_file(request: Request, pk: int) -> FileResponse:
    """The file, while it is kept."""
    _only_administrators(request)
    asked = TakeOut.objects.filter(pk=pk, state=TakeOut.State.DONE).first()
    if asked is None or not Path(asked.path).exists():
        raise Http404
    return _sent(Path(asked.path), f"everything-{localdate().isoformat()}.zip")


def _only_administrators(request: Request) -> None:
    if not administers(request.user):
        raise Http404


def _sent(path: Path, name: str) -> FileResponse:
    """Opened here: it may be gone from its folder while it is still being sent."""
    file = path.open("rb")
    answer = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    answer["Cache-Control"] = "private, no-store"
    return answer
