"""Users: invited, changed, kept out and let in again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doorstep.kit.addresses import address
from doorstep.kit.errors import Forbidden, Refusal
from doorstep.office.actions import add_user, change_user, readmit_user, suspend_user
from doorstep.office.forms.people import SuspendForm, UserForm
from doorstep.office.queries import owned, people
from doorstep.office.signin.letters import password_link, send_invitation
from doorstep.office.views.parts import dialog, may_edit, only_for_editors_of
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, posted, refusals_shown_on, say_done
from doorstep.ui.settings_pages import settings_page
from doorstep.ui.since import is_as_seen
from doorstep.users.models import User

settings_page(
    "office_users", gettext_lazy("Users and roles"), "users", order=20, may=may_edit(User)
)


@require_safe
@only_for_editors_of(User)
def users_page(request: Request) -> HttpResponse:
    return render(request, "office/users.html", {"people": people(request.user)})


@require_http_methods(["GET", "POST"])
@only_for_editors_of(User)
def user_new(request: Request) -> HttpResponse:
    """Let a colleague in; the invitation is sent by the worker."""
    form = UserForm(posted(request), by=request.user)
    if form.is_valid():
        with refusals_shown_on(form):
            user = add_user(User, by=request.user, **form.cleaned_data)
            send_invitation.enqueue(user.pk, _origin(request), request.user.name)
            say_done(request, _("%s is invited.") % user)
            return go_to(request, "office_users")
    says = _("They get a letter with a link to choose a password.")
    return dialog(request, form, _("Invite a colleague"), _("Invite"), _back(), says=says)


@require_http_methods(["GET", "POST"])
@only_for_editors_of(User)
def user_edit(request: Request, pk: int) -> HttpResponse:
    user = _found(request, pk)
    form = UserForm(posted(request), by=request.user, initial=_held(user))
    if is_as_seen(request, form) and form.is_valid():
        with refusals_shown_on(form):
            change_user(user, by=request.user, **form.cleaned_data)
            say_done(request, _("%s is changed.") % user)
            return go_to(request, "office_users")
    return dialog(request, form, user.name, _("Save"), _back(), says=user.email)


@require_http_methods(["GET", "POST"])
@only_for_editors_of(User)
def user_suspend(request: Request, pk: int) -> HttpResponse:
    """Keep somebody out, and say who gets what was theirs: one undo."""
    user = _found(request, pk)
    form = SuspendForm(posted(request), user=user)
    if form.is_valid():
        with refusals_shown_on(form):
            suspend_user(user, by=request.user, **form.cleaned_data)
            say_done(request, _("%s is kept out.") % user)
            return go_to(request, "office_users")
    says = [_("Sessions and tokens end at once.")]
    if theirs := owned(user, request.user):
        says += [_("Theirs: %s.") % ", ".join(theirs)]
    title, more = _("Suspend %s?") % user.name, {"says": " ".join(says), "danger": True}
    return dialog(request, form, title, _("Suspend"), _back(), **more)


@require_POST
@only_for_editors_of(User)
def user_readmit(request: Request, pk: int) -> HttpResponse:
    return _do(request, readmit_user, _found(request, pk), _("%s may sign in again."))


@require_POST
@only_for_editors_of(User)
def user_invite(request: Request, pk: int) -> HttpResponse:
    """Send the letter once more: the first may be lost."""
    user = _found(request, pk)
    send_invitation.enqueue(user.pk, _origin(request), request.user.name)
    messages.success(request, _("A letter to %s is on its way.") % user.email)
    return redirect("office_users")


@require_POST
@only_for_editors_of(User)
def user_link(request: Request, pk: int) -> HttpResponse:
    """The link of the letter, to be handed over by another way. Only where nobody came in yet."""
    user = _found(request, pk)
    if not request.user.is_administrator:
        raise Forbidden(_("Only an administrator may see the link of an invitation."))
    if user.last_login or user.has_usable_password() or not user.is_active:
        messages.error(request, _("%s has chosen a password already.") % user)
        return redirect("office_users")
    context = {"person": user, "link": password_link(user, _origin(request))}
    return render(request, "office/invitation.html", context)


def _do(request: Request, action: Any, user: User, done: str) -> HttpResponse:
    try:
        action(user, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        say_done(request, done % user)
    return redirect("office_users")


def _found(request: Request, pk: int) -> User:
    staff = User.objects.permitted(request.user, "edit").filter(kind=User.Kind.STAFF)
    found: User = get_object_or_404(staff, pk=pk)
    return found


def _held(user: User) -> dict[str, Any]:
    return {
        "email": user.email,
        "name": user.name,
        "team": user.team_id,
        "roles": list(user.memberships.values_list("role", flat=True)),
        "territories": list(user.works_in.values_list("territory", flat=True)),
    }


def _origin(request: Request) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _back() -> str:
    return address("office_users")
