"""Keeping views: save, rename, share, put in order, choose as one's first, forget."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from doorstep.kit.errors import Forbidden, Invalid
from doorstep.records.models import DefaultView, PinnedView, SavedView
from doorstep.records.query import ListQuery
from doorstep.records.types import RecordType
from doorstep.ui.filtering import list_url
from doorstep.ui.http import Request
from doorstep.ui.pinned import pinned
from doorstep.ui.tabs import Tabs, views_of


@require_safe
@login_required
def views_page(request: Request, records: RecordType) -> HttpResponse:
    """One's views and the shared ones, with all that can be done to them."""
    query = ListQuery.of(request.GET.get("query", ""))
    context = {
        "records": records,
        "tabs": Tabs.of(request, records),
        "now": query.but().urlencode(),
        "pinned": pinned(request.user, views_of(request)),
    }
    template = "records/_views_form.html" if request.htmx else "records/views.html"
    return render(request, template, context)


@require_POST
@login_required
def save_view(request: Request, records: RecordType) -> HttpResponse:
    """Give the list as it stands a name; a name one has already now means this list."""
    name = request.POST.get("name", "").strip().replace("\0", "")[:60]
    query = ListQuery.of(request.POST.get("query", "")).but()
    records.conditions(request.user, query)  # what cannot be asked is not worth a name
    text = query.urlencode()
    if not name or len(text) > 2000:
        raise Invalid(_("A view needs a name of at most 60 letters."), name=_("Needed."))
    is_shared = "shared" in request.POST
    if is_shared:
        _may_share(request, records)
    label = records.model._meta.label_lower
    SavedView.objects.update_or_create(
        user=request.user,
        record_type=label,
        name=name,
        defaults={"query_string": text, "is_shared": is_shared},
        create_defaults={
            "query_string": text,
            "is_shared": is_shared,
            "position": SavedView.objects.filter(record_type=label).count(),
        },
    )
    messages.success(request, _("View “%s” is saved.") % name)
    return redirect(list_url(records, query))


@require_POST
@login_required
def change_view(request: Request, records: RecordType, view: int) -> HttpResponse:
    """One change to a view: what it is called, who sees it, where it stands."""
    do = request.POST.get("do", "")
    found = _reachable(request, records, view)
    if do == "first":
        _choose(request, records, found)
    elif do == "pin":
        _pin(request, found)
    elif do in ("up", "down"):
        _move(request, records, found, -1 if do == "up" else 1)
    else:
        _own_or_shared(request, records, found)
        if do == "drop":
            found.delete()
        elif do == "share":
            _may_share(request, records)
            found.is_shared = not found.is_shared
            found.save()
        elif do == "rename":
            _rename(request, found)
    return redirect(f"{redirect(records.route('views')).url}")


def _rename(request: Request, view: SavedView) -> None:
    name = request.POST.get("name", "").strip().replace("\0", "")[:60]
    others = SavedView.objects.filter(user=view.user, record_type=view.record_type, name=name)
    if not name or others.exclude(pk=view.pk).exists():
        raise Invalid(_("You have a view of this name."), name=_("Choose another."))
    view.name = name
    view.save()


def _choose(request: Request, records: RecordType, view: SavedView) -> None:
    """The list opens with this view from now on; chosen once more, no longer."""
    label = records.model._meta.label_lower
    chosen = DefaultView.objects.filter(user=request.user, record_type=label)
    was = chosen.filter(view=view).exists()
    chosen.delete()
    if not was:
        DefaultView.objects.create(user=request.user, record_type=label, view=view)


def _pin(request: Request, view: SavedView) -> None:
    """Beside every page from now on; pinned once more, no longer."""
    _pinned, is_new = PinnedView.objects.get_or_create(user=request.user, view=view)
    if not is_new:
        PinnedView.objects.filter(user=request.user, view=view).delete()


def _move(request: Request, records: RecordType, view: SavedView, by: int) -> None:
    """Among the views one may change; all others keep their places."""
    tabs = Tabs.of(request, records)
    mine = [tab.pk for tab in tabs.saved if tab.is_own or tabs.may_share]
    if view.pk not in mine:
        raise Forbidden(_("You may not share views of this list."))
    by_pk = SavedView.objects.in_bulk(mine)
    order = [by_pk[pk] for pk in mine]
    at = mine.index(view.pk)
    to = min(max(at + by, 0), len(order) - 1)
    order[at], order[to] = order[to], order[at]
    for number, each in enumerate(order):
        each.position = number
    SavedView.objects.bulk_update(order, ["position"])


def _reachable(request: Request, records: RecordType, view: int) -> SavedView:
    seen = Q(user=request.user) | Q(is_shared=True)
    label = records.model._meta.label_lower
    return get_object_or_404(SavedView.objects.filter(seen, record_type=label), pk=view)


def _own_or_shared(request: Request, records: RecordType, view: SavedView) -> None:
    """One's own, or a shared one if one may share."""
    if view.user_id != request.user.pk:
        _may_share(request, records)


def _may_share(request: Request, records: RecordType) -> None:
    if not Tabs.of(request, records).may_share:
        raise Forbidden(_("You may not share views of this list."))
