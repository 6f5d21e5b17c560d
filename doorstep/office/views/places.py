"""Teams: who works together."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from doorstep.kit.addresses import address
from doorstep.office.actions import add_team, change_team, delete_team
from doorstep.office.forms.people import TeamForm
from doorstep.office.views.parts import dialog, only_for_editors_of
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, posted, refusals_shown_on, say_done
from doorstep.ui.since import is_as_seen
from doorstep.users.models import Team


@require_safe
@only_for_editors_of(Team)
def teams_page(request: Request) -> HttpResponse:
    teams = Team.objects.visible_to(request.user).prefetch_related("members")
    return render(request, "office/teams.html", {"teams": teams})


@require_http_methods(["GET", "POST"])
@only_for_editors_of(Team)
def team_new(request: Request) -> HttpResponse:
    form = TeamForm(posted(request), by=request.user)
    if form.is_valid():
        with refusals_shown_on(form):
            team = add_team(Team, by=request.user, **form.cleaned_data)
            say_done(request, _("There is a team “%s” now.") % team)
            return go_to(request, "office_teams")
    return dialog(request, form, _("New team"), _("Create team"), address("office_teams"))


@require_http_methods(["GET", "POST"])
@only_for_editors_of(Team)
def team_edit(request: Request, pk: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.permitted(request.user, "edit"), pk=pk)
    held = {"name": team.name, "members": list(team.members.values_list("pk", flat=True))}
    form = TeamForm(posted(request), by=request.user, initial=held)
    if is_as_seen(request, form) and form.is_valid():
        with refusals_shown_on(form):
            change_team(team, by=request.user, **form.cleaned_data)
            say_done(request, _("%s is changed.") % team)
            return go_to(request, "office_teams")
    remove = address("office_team_delete", pk)
    return dialog(request, form, team.name, _("Save"), address("office_teams"), remove=remove)


@require_http_methods(["GET", "POST"])
@only_for_editors_of(Team)
def team_delete(request: Request, pk: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.permitted(request.user, "delete"), pk=pk)
    form = forms.Form(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            delete_team(team, by=request.user)
            say_done(request, _("The team “%s” is gone.") % team)
            return go_to(request, "office_teams")
    title, back = _("Delete the team “%s”?") % team, address("office_teams")
    return dialog(request, form, title, _("Delete team"), back, danger=True)
