"""Roles, and how far each reaches."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from doorstep.kit.addresses import address
from doorstep.kit.errors import Invalid
from doorstep.office.actions import add_role, change_role, delete_role, set_reach
from doorstep.office.forms.people import NewRoleForm, ReachForm, RoleForm
from doorstep.office.queries import matrix
from doorstep.office.views.parts import dialog, only_for_editors_of
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, posted, refusals_shown_on, say_done
from doorstep.ui.since import is_as_seen
from doorstep.users.access import Reach
from doorstep.users.defaults import scoped_models
from doorstep.users.models import Role


@require_safe
@only_for_editors_of(Role)
def roles_page(request: Request) -> HttpResponse:
    roles = list(Role.objects.visible_to(request.user).prefetch_related("grants", "memberships"))
    context = {"roles": roles, "matrix": matrix(roles)}
    return render(request, "office/roles.html", context)


@require_http_methods(["GET", "POST"])
@only_for_editors_of(Role)
def role_new(request: Request) -> HttpResponse:
    form = NewRoleForm(posted(request), by=request.user)
    if form.is_valid():
        with refusals_shown_on(form):
            role = add_role(Role, by=request.user, **form.cleaned_data)
            say_done(request, _("There is a role “%s” now.") % role)
            return go_to(request, "office_roles")
    return dialog(request, form, _("New role"), _("Create role"), _back())


@require_http_methods(["GET", "POST"])
@only_for_editors_of(Role)
def role_edit(request: Request, pk: int) -> HttpResponse:
    role = _found(request, pk)
    held = {"name": role.name, "needs_second_step": role.needs_second_step}
    form = RoleForm(posted(request), initial=held)
    if is_as_seen(request, form) and form.is_valid():
        with refusals_shown_on(form):
            change_role(role, by=request.user, **form.cleaned_data)
            say_done(request, _("%s is changed.") % role)
            return go_to(request, "office_roles")
    remove = "" if role.is_administrator else address("office_role_delete", role.pk)
    return dialog(request, form, role.name, _("Save"), _back(), remove=remove)


@require_http_methods(["GET", "POST"])
@only_for_editors_of(Role)
def role_delete(request: Request, pk: int) -> HttpResponse:
    role = _found(request, pk)
    form = forms.Form(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            delete_role(role, by=request.user)
            say_done(request, _("The role “%s” is gone.") % role)
            return go_to(request, "office_roles")
    title = _("Delete the role “%s”?") % role
    return dialog(request, form, title, _("Delete role"), _back(), danger=True)


@require_http_methods(["GET", "POST"])
@only_for_editors_of(Role)
def role_reach(request: Request, pk: int, model: str) -> HttpResponse:
    """How far one role may do each verb to one kind of record."""
    role = _found(request, pk)
    found = {each._meta.label_lower: each for each in scoped_models()}.get(model)
    if found is None or role.is_administrator:
        raise Http404
    held = dict(role.grants.filter(model=model).values_list("verb", "reach"))
    form = ReachForm(posted(request), model=found, initial=held)
    if is_as_seen(request, form) and form.is_valid():
        with refusals_shown_on(form):
            _set(request, role, model, held, form.cleaned_data)
            return go_to(request, "office_roles")
    title = f"{role}: {capfirst(str(found._meta.verbose_name_plural))}"
    says = _("Everyone’s own records are within every reach but “None”.")
    return dialog(request, form, title, _("Save"), _back(), says=says)


def _set(
    request: Request, role: Role, model: str, held: dict[str, str], said: dict[str, str]
) -> None:
    changed = {v: reach for v, reach in said.items() if held.get(v, str(Reach.NONE)) != reach}
    if not changed:
        raise Invalid(_("Nothing is different."))
    set_reach(role, by=request.user, model=model, reaches=changed)
    say_done(request, _("%s reaches as far as you said.") % role)


def _found(request: Request, pk: int) -> Role:
    found: Role = get_object_or_404(Role.objects.permitted(request.user, "edit"), pk=pk)
    return found


def _back() -> str:
    return address("office_roles")
