"""The pages of a draft: written, reckoned while one types, saved; and what its fields find."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Case, IntegerField, Q, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from doorstep.catalog.models import Item, PriceList, TaxTemplate, UnitOfMeasure
from doorstep.kit.addresses import address, has_address
from doorstep.kit.errors import Refusal
from doorstep.kit.numbers import row_number
from doorstep.parties.models import Customer, Lead
from doorstep.pricing.prices import Ask, prices_for
from doorstep.records.searching import search
from doorstep.records.types import record_type
from doorstep.records.veil import veil
from doorstep.selling.editor.desk import Desk, desk_of, reckoned, typed_desk
from doorstep.selling.editor.header import PARTIES, party_named
from doorstep.selling.editor.kinds import Editor
from doorstep.selling.editor.rows import kept_rows, mark, read_rows
from doorstep.selling.views.dialogs import seen, visible
from doorstep.ui.document_page import paper_of
from doorstep.ui.heads import Door
from doorstep.ui.http import Request
from doorstep.ui.linked import journey, linked_with
from doorstep.ui.pages import say_done
from doorstep.users.access import Reach

MOST = 8
ASKS = require_http_methods(["GET", "POST"])


@ASKS
@login_required
def create_page(request: Request, editor: Editor) -> HttpResponse:
    """Write a new one, for ``?customer=3`` or ``?lead=7``."""
    if request.htmx and not request.htmx.boosted and request.method == "GET":
        return HttpResponseClientRedirect(request.get_full_path())  # it is no dialog
    if request.method == "POST":
        return _saved(request, editor, editor.records.model())
    party = None
    for kind in editor.parties:
        if number := request.GET.get(kind):
            party = party_named(request.user, f"{kind}:{number}")
    return _page(request, desk_of(editor, request.user, editor.records.model(), party))


@ASKS
@login_required
def edit_page(request: Request, editor: Editor, pk: int) -> HttpResponse:
    """Write a draft that is there, or what still changes of what was submitted."""
    document = visible(request, editor.records.model, pk)
    fitting = editor.of(document)
    may_edit = editor.records.model.objects.permitted(request.user, "edit").filter(pk=pk)
    if request.method == "POST":
        return _saved(request, fitting or editor, document)
    if fitting is None or not may_edit.exists():
        return redirect(document)
    return _page(request, desk_of(fitting, request.user, document))


@require_POST
@login_required
def reckon_page(request: Request, editor: Editor, pk: int = 0) -> HttpResponse:
    """What it comes to as it is typed; nothing is saved."""
    model = editor.records.model
    document = visible(request, model, pk) if pk else model()
    fitting = editor.of(document)
    if fitting is None:
        raise Http404
    desk = reckoned(typed_desk(fitting, request.user, document, request.POST))
    return render(request, "documents/_reckoned.html", {"desk": desk, "record": document})


@require_safe
@login_required
def party_options(request: Request, editor: Editor) -> HttpResponse:
    """Leads and customers by what is typed: whom a draft can be for."""
    text = request.GET.get("q", "").strip()[:100]
    found: list[Any] = []
    kinds = [records for kind in editor.parties if (records := record_type(kind))]
    if text:
        hits = search(request.user, text, kinds, limit=MOST)
        for records in kinds:
            manager: Any = records.model._default_manager
            wanted = [hit.id for hit in hits if hit.kind == records.kind]
            found += manager.visible_to(request.user).filter(pk__in=wanted)
    else:
        for kind in editor.parties:
            newest = PARTIES[kind].objects.visible_to(request.user).order_by("-pk")
            found += newest[: MOST // len(editor.parties)]
    return render(request, "documents/_party_options.html", {"found": found, "text": text})


@require_safe
@login_required
def item_options(request: Request) -> HttpResponse:
    """Items by name, code or barcode, with what they cost this buyer today."""
    text = request.GET.get("q", "").strip()[:100]
    items = list(_items(request, text)[:MOST])
    party = party_named(request.user, request.GET.get("party", ""))
    customer = party if isinstance(party, Customer) else None
    number = row_number(request.GET.get("price_list", ""))
    prices = PriceList.objects.filter(pk=number).first() if number else None
    found = prices_for(
        [Ask(item) for item in items], day=localdate(), customer=customer, price_list=prices
    )
    pairs = list(zip(items, found, strict=True))
    return render(request, "documents/_item_options.html", {"found": pairs, "text": text})


def _items(request: Request, text: str) -> Any:
    rows = Item.objects.visible_to(request.user).filter(disabled=False, is_sales_item=True)
    for word in text.split():
        rows = rows.filter(
            Q(name__icontains=word) | Q(code__icontains=word) | Q(barcode__startswith=word)
        )
    exact = Q(code__iexact=text) | Q(barcode=text)
    first = Case(When(exact, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.select_related("unit", "group").order_by(first, "name", "pk")


def _saved(request: Request, editor: Editor, document: Any) -> HttpResponse:
    desk = typed_desk(editor, request.user, document, request.POST)
    kept = kept_rows(desk.rows)
    said = read_rows(kept, request.user, alternatives=editor.has_alternatives)
    is_wrong = any(row.wrong for row in kept) or not desk.form.is_valid() or desk.refusal
    if "more" not in request.POST and not is_wrong:
        try:
            record = _write(request, desk, said)
        except Refusal as refusal:
            mark(kept, refusal.fields)
            desk.refusal = refusal
            for name in refusal.fields.keys() & desk.form.fields.keys():
                desk.form.add_error(name, refusal.fields[name])
        else:
            return _next_page(request, editor, record)
    desk = reckoned(desk)
    return _page(request, desk, status=desk.refusal.status if desk.refusal else 422)


def _next_page(request: Request, editor: Editor, record: Any) -> HttpResponse:
    """Where one goes from what is saved: to its letter, or it is submitted at once."""
    do = request.POST.get("do")
    if do == "send" and has_address(editor.records.route("sending"), record.pk):
        return redirect(editor.records.route("sending"), record.pk)
    if do == "submit" and editor.submit:
        try:
            record = editor.submit(record, by=request.user)
        except Refusal as refusal:
            says = _("It is saved, and not submitted: %s") % refusal.message
            messages.error(request, says)
            return redirect(editor.records.route("edit"), record.pk)
        say_done(request, _("%s is submitted.") % record)
    else:
        say_done(request, _("Saved."))
    return redirect(record)


def _write(request: Request, desk: Desk, said: list[dict[str, Any]]) -> Any:
    values = desk.values | {"lines": said}
    if not desk.document.pk:
        create = desk.editor.create
        return create and create(desk.editor.records.model, by=request.user, **values)
    fresh = visible(request, desk.editor.records.model, desk.document.pk)
    version = None if request.POST.get("do") == "over" else seen(request)
    return desk.editor.update(fresh, by=request.user, seen=version, **values)


def _page(request: Request, desk: Desk, status: int = 200) -> HttpResponse:
    records, document = desk.editor.records, desk.document
    linked = linked_with(document, request.user) if document.pk else []
    stage = paper_of(records.model).stage
    doors = journey(document, stage, linked) if document.pk else []
    veil(document, request.user)
    known = [document.pk] if document.pk else []
    context = {
        "desk": desk,
        "form": desk.form,
        "records": records,
        "record": document,
        "doors": _with_origin(document, doors),
        "here": address(records.route("edit" if known else "create"), *known),
        "reckon_url": address(records.route("reckon"), *known),
        "party_url": address(records.route("parties")),
        "units": UnitOfMeasure.objects.offered(),
        "taxes": TaxTemplate.objects.offered(),
        "may_submit": request.user.reach(records.model, "submit") != Reach.NONE,
        "posted": request.POST,
    }
    return render(request, "documents/editor.html", context, status=status)


def _with_origin(document: Any, doors: list[Door]) -> list[Door]:
    lead = getattr(document, "lead", None)
    if not doors or not isinstance(lead, Lead):
        return doors
    return [Door(_("Lead"), str(lead), "done", lead.get_absolute_url()), *doors]
