"""What everyone keeps for themselves: profile and tokens. Security is a page of the sign-in."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doorstep.kit.addresses import address
from doorstep.kit.errors import Refusal
from doorstep.office.actions import keep_profile, make_token, revoke_token
from doorstep.office.forms.people import ProfileForm, TokenForm
from doorstep.office.views.parts import dialog
from doorstep.ui.http import Request
from doorstep.ui.pages import posted, refusals_shown_on, say_done
from doorstep.ui.settings_pages import settings_page
from doorstep.users.models import ApiToken, User

PLAIN = ("language", "time_zone")


def everyone(user: User) -> bool:
    return user.kind == User.Kind.STAFF


settings_page(
    "office_profile", gettext_lazy("Profile"), "user-round", group="you", order=10, may=everyone
)
settings_page(
    "mfa_index",
    gettext_lazy("Sign-in and security"),
    "shield-check",
    group="you",
    order=20,
    may=everyone,
)
settings_page(
    "office_tokens", gettext_lazy("My tokens"), "key-round", group="you", order=30, may=everyone
)


@require_http_methods(["GET", "POST"])
@login_required
def profile_page(request: Request) -> HttpResponse:
    """The name is part of history; language and clock are nobody else's business."""
    user = request.user
    held = {name: getattr(user, name) for name in ("name", *PLAIN)}
    form = ProfileForm(posted(request), initial=held)
    if form.is_valid():
        with refusals_shown_on(form):
            if form.cleaned_data["name"] != user.name:
                keep_profile(user, by=user, name=form.cleaned_data["name"])
                say_done(request, _("Saved."))
            else:
                messages.success(request, _("Saved."))
            _keep(user, form.cleaned_data)
            return redirect("office_profile")
    return render(
        request, "office/profile.html", {"form": form}, status=422 if form.errors else 200
    )


def _keep(user: User, said: dict[str, str]) -> None:
    for name in PLAIN:
        setattr(user, name, said[name])
    user.save(update_fields=list(PLAIN))


@require_safe
@login_required
def tokens_page(request: Request) -> HttpResponse:
    tokens = ApiToken.objects.filter(user=request.user)
    return render(request, "office/tokens.html", {"tokens": tokens})


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def token_new(request: Request) -> HttpResponse:
    """Make a token, and show it this once."""
    form = TokenForm(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            said, days = form.cleaned_data, form.cleaned_data["days"]
            until = timezone.now() + timedelta(days=days) if days else None
            made = make_token(
                ApiToken,
                by=request.user,
                name=said["name"],
                scope=said["scope"],
                expires_at=until,
            )
            template = "office/_token_made.html" if request.htmx else "office/token_made.html"
            return render(request, template, {"token": made, "back": address("office_tokens")})
    says = _("A program that has it acts in your name, as far as you may.")
    back = address("office_tokens")
    return dialog(request, form, _("New token"), _("Make token"), back, says=says)


@require_POST
@login_required
def token_revoke(request: Request, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken.objects.filter(user=request.user), pk=pk)
    try:
        revoke_token(token, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("“%s” opens the door no longer.") % token)
    return redirect("office_tokens")
