"""The lists an administrator edits: one page for all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doorstep.kit.addresses import address
from doorstep.kit.errors import Refusal
from doorstep.office.forms.lists import RemoveForm, row_form
from doorstep.office.lists import FEW, LISTS, ListPage, counts, lines
from doorstep.office.views.parts import dialog
from doorstep.records.actions import doing, reorder, replace
from doorstep.records.models import Master
from doorstep.records.uses import used
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, posted, refusals_shown_on, say_done
from doorstep.ui.since import is_as_seen
from doorstep.users.access import allow

P = ParamSpec("P")
SET = ("kind", "tone", "disabled")  # what the page itself changes of a row


def _of_a_list(
    view: Callable[Concatenate[Request, ListPage, P], HttpResponse],
) -> Callable[Concatenate[Request, str, P], HttpResponse]:
    """For those who may edit it."""

    @login_required
    @wraps(view)
    def guarded(request: Request, plural: str, *args: P.args, **rest: P.kwargs) -> HttpResponse:
        page = LISTS.get(plural)
        if page is None:
            raise Http404
        allow(request.user, "edit", page.model)
        return view(request, page, *args, **rest)

    return guarded


@require_safe
@_of_a_list
def list_page(request: Request, page: ListPage) -> HttpResponse:
    return render(request, "office/list.html", _shown(request, page))


@require_safe
@_of_a_list
def list_uses(request: Request, page: ListPage) -> HttpResponse:
    """How much has each row: asked for when the page is there."""
    listed, _more = lines(page, _text(request))
    pks = [line.row.pk for line in listed]
    found = counts(page, request.user, pks)
    return render(
        request, "office/_list_uses.html", {"uses": [(pk, found.get(pk, [])) for pk in pks]}
    )


@require_POST
@_of_a_list
def list_order(request: Request, page: ListPage) -> HttpResponse:
    """Keep the order in which the rows were put."""
    if not (page.is_sorted and issubclass(page.model, Master)):
        raise Http404
    ids = [int(pk) for pk in request.POST.getlist("ids") if pk.isdecimal() and len(pk) < 19]
    reorder(page.model, by=request.user, ids=ids)
    say_done(request, _("The order is changed."))
    return HttpResponse() if request.htmx else redirect(_home(page))


@require_http_methods(["GET", "POST"])
@_of_a_list
def row_new(request: Request, page: ListPage) -> HttpResponse:
    form = row_form(page, request.user, posted(request))
    form.initial = {**form.initial, **request.GET.dict()}
    if form.is_valid():
        with refusals_shown_on(form):
            row = doing(page.model, "created")(
                page.model, by=request.user, **_given(form), **form.rows
            )
            say_done(request, _("There is a “%s” now.") % row)
            return go_to(request, _home(page))
    return dialog(
        request, form, _("New %s") % page.model._meta.verbose_name, _("Add"), _home(page)
    )


@require_http_methods(["GET", "POST"])
@_of_a_list
def row_edit(request: Request, page: ListPage, pk: int) -> HttpResponse:
    row = _found(request, page, pk)
    form = row_form(page, request.user, posted(request), row)
    if is_as_seen(request, form) and form.is_valid():
        with refusals_shown_on(form):
            doing(page.model, "updated")(row, by=request.user, **form.cleaned_data, **form.rows)
            say_done(request, _("“%s” is changed.") % row)
            return go_to(request, _home(page))
    says = str(page.fixed) if page.is_fixed(row) else ""
    return dialog(request, form, str(row), _("Save"), _home(page), says=says)


@require_POST
@_of_a_list
def row_set(request: Request, page: ListPage, pk: int) -> HttpResponse:
    """Change one thing of a row in its place: its kind, its colour, whether it is offered."""
    row = _found(request, page, pk)
    names = [name for name in SET if name in request.POST and hasattr(row, name)]
    values = {name: request.POST[name] for name in names}
    if "disabled" in values:
        values["disabled"] = values["disabled"] == "yes"
    try:
        doing(page.model, "updated")(row, by=request.user, **values)
    except Refusal as refusal:
        messages.error(request, next(iter(refusal.fields.values()), refusal.message))
    else:
        say_done(request, _said(row, values))
    if request.htmx.target != "list":
        return redirect(_home(page))
    return render(request, "office/_list.html", _shown(request, page))


@require_http_methods(["GET", "POST"])
@_of_a_list
def row_remove(request: Request, page: ListPage, pk: int) -> HttpResponse:
    """Remove a row; what has it is given another one first."""
    row = get_object_or_404(page.model.objects.permitted(request.user, "delete"), pk=pk)
    held = [use.said(count) for use, count in used(row)]
    form = RemoveForm(posted(request), page=page, row=row)
    if form.is_valid():
        with refusals_shown_on(form):
            _remove(request, row, form.cleaned_data["into"])
            return go_to(request, _home(page))
    says = _("In use: %s. History keeps the old name.") % ", ".join(held) if held else ""
    title = _("Remove “%s”?") % row
    return dialog(request, form, title, _("Remove"), _home(page), danger=True, says=says)


def _remove(request: Request, row: Any, into: Any) -> None:
    if into:
        replace(row, by=request.user, into=into)
        names = {"row": row, "into": into}
        say_done(request, _("“%(row)s” is “%(into)s” now.") % names)
    else:
        doing(type(row), "deleted")(row, by=request.user)
        say_done(request, _("“%s” is removed.") % row)


def _shown(request: Request, page: ListPage) -> dict[str, Any]:
    text = _text(request)
    listed, has_more = lines(page, text)
    return {
        "list": page,
        "title": page.title,
        "lines": listed,
        "has_more": has_more,
        "text": text,
        "searches": bool(text) or has_more or len(listed) > FEW,
        "may_create": bool(request.user.reaches(page.model, "create")),
        "may_delete": bool(request.user.reaches(page.model, "delete")),
    }


def _said(row: Any, values: dict[str, Any]) -> str:
    if "disabled" not in values:
        return _("“%s” is changed.") % row
    if values["disabled"]:
        return _("“%s” is offered no longer; it stays where it stands.") % row
    return _("“%s” is offered again.") % row


def _given(form: Any) -> dict[str, Any]:
    """What was filled in; the rest is left to the action, which knows what is usual."""
    return {name: value for name, value in form.cleaned_data.items() if value not in ("", None)}


def _found(request: Request, page: ListPage, pk: int) -> Any:
    return get_object_or_404(page.model.objects.permitted(request.user, "edit"), pk=pk)


def _text(request: Request) -> str:
    return request.GET.get("q", "").strip()[:100].replace("\0", "")


def _home(page: ListPage) -> str:
    return address("office_list", page.records.plural)
