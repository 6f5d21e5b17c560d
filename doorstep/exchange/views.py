"""The pages of an import: file, columns, check, import."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doorstep.exchange import engine
from doorstep.exchange.drafts import NEW_ONE, NOTHING
from doorstep.exchange.files import headers_of, keep_upload, rejected_csv
from doorstep.exchange.mending import mend, rejected_row
from doorstep.exchange.missing import UnknownValues, unknown_values
from doorstep.exchange.models import ImportJob, ImportRow
from doorstep.exchange.presets import PRESETS
from doorstep.exchange.tables.opening import open_table
from doorstep.exchange.targets import record_of, targets
from doorstep.exchange.tasks import rehearse_job, run_job
from doorstep.kit.errors import Conflict, Forbidden, Invalid, Refusal
from doorstep.records.models import name_key
from doorstep.records.types import REGISTRY, RecordType
from doorstep.ui.http import Request
from doorstep.users.access import Reach
from doorstep.users.models import User

State = ImportJob.State
BEFORE = (State.MAPPING, State.REHEARSED)
OPTIONS = ("on_duplicate", "add_missing", "make_owners")
ENDED = 286  # htmx stops asking
SHOWN = 100
FIRST = ("lead", "contact", "customer", "address", "supplier")


@require_http_methods(["GET", "POST"])
@login_required
def import_list(request: Request) -> HttpResponse:
    """Files that came in, and the form for the next one."""
    kinds = importable(request.user)
    if not kinds:
        raise Forbidden(_("You may not import anything. An administrator can let you."))
    problem = ""
    if request.method == "POST":
        try:
            return redirect("import_detail", _received(request).pk)
        except Refusal as refusal:
            problem = refusal.message
    context = {
        "kinds": [(each.kind, each.model._meta.verbose_name_plural) for each in kinds],
        "chosen": request.POST.get("kind") or request.GET.get("kind", "lead"),
        "presets": [(each.name, each.label) for each in PRESETS.values() if each.name != "any"],
        "jobs": ImportJob.objects.visible_to(request.user).order_by("-pk")[:50],
        "problem": problem,
    }
    return render(request, "exchange/import_list.html", context, status=422 if problem else 200)


@require_safe
@login_required
def import_detail(request: Request, pk: int) -> HttpResponse:
    """The step an import stands at; ``?columns`` goes back to its columns."""
    job = _job(request, pk)
    if job.state == State.MAPPING or ("columns" in request.GET and job.state == State.REHEARSED):
        return _columns(request, job)
    return render(request, "exchange/import_detail.html", _told(job))


@require_POST
@login_required
def import_columns(request: Request, pk: int) -> HttpResponse:
    """Keep what each column becomes, and rehearse."""
    job = _job(request, pk)
    if job.state not in BEFORE:
        raise Conflict(_("This import is past choosing columns."))
    headers = headers_of(job)
    said = {header: request.POST.get(f"column-{n}", "") for n, header in enumerate(headers)}
    try:
        job.mapping = engine.checked_mapping(job, said)
    except Refusal as refusal:
        return _columns(request, job, refusal.fields)
    job.options |= {
        "on_duplicate": "update" if request.POST.get("on_duplicate") == "update" else "skip",
        "add_missing": "add_missing" in request.POST,
        "make_owners": "make_owners" in request.POST,
    }
    return _rehearsed_anew(job)


@require_POST
@login_required
def import_values(request: Request, pk: int) -> HttpResponse:
    """Keep what is meant by values we do not know, and rehearse again."""
    job = _job(request, pk)
    if job.state != State.REHEARSED:
        raise Conflict(_("This import is past choosing values."))
    job.options["values"] = {
        each.name: {
            name_key(value): _choice_of(each, request.POST.get(f"{each.name}-{n}", ""))
            for n, (value, _chosen) in enumerate(each.values)
            if request.POST.get(f"{each.name}-{n}", "")
        }
        for each in unknown_values(job)
    }
    return _rehearsed_anew(job)


@require_http_methods(["GET", "POST"])
@login_required
def import_row(request: Request, pk: int, number: int) -> HttpResponse:
    """A rejected row, to be mended here and tried again by itself."""
    job = _job(request, pk)
    headers, row = headers_of(job), rejected_row(job, number)
    if request.method == "POST":
        said = [request.POST.get(f"cell-{n}", "") for n, _header in enumerate(headers)]
        left = mend(job, number, said)
        if left is None or left.outcome != ImportRow.Outcome.REJECTED:
            messages.success(request, left.reason if left else _("Row %d is in.") % number)
            return redirect("import_detail", job.pk)
        row = left
    cells = [*row.cells, *[""] * len(headers)]
    context = _told(job) | {"row": row, "fields": list(zip(headers, cells, strict=False))}
    status = 422 if request.method == "POST" else 200
    return render(request, "exchange/import_row.html", context, status=status)


@require_POST
@login_required
def import_discard(request: Request, pk: int) -> HttpResponse:
    """Forget the file and what was said of it."""
    job = _job(request, pk)
    engine.discard(job)
    messages.success(request, _("%s is forgotten.") % job.name)
    return redirect("import_list")


@require_safe
@login_required
def import_progress(request: Request, pk: int) -> HttpResponse:
    """How far it is; asked for every second until it is done, then the whole page comes."""
    job = _job(request, pk)
    if job.is_at_work:
        return render(request, "exchange/_import_progress.html", _told(job))
    response = HttpResponse(status=ENDED)
    response["HX-Refresh"] = "true"
    return response


@require_POST
@login_required
def import_run(request: Request, pk: int) -> HttpResponse:
    """Import in the worker what was rehearsed, or go on with what stopped."""
    job = _job(request, pk)
    engine.claim(job, State.RUNNING, after=(State.REHEARSED, State.FAILED))
    run_job.enqueue(job.pk)
    return redirect("import_detail", job.pk)


@require_POST
@login_required
def import_undo(request: Request, pk: int) -> HttpResponse:
    """Take the whole import back, or say what stands against it."""
    job = _job(request, pk)
    try:
        engine.take_back(job, by=request.user)
        messages.success(request, _("The import of %s is undone.") % job.name)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("import_detail", job.pk)


@require_safe
@login_required
def import_rejected(request: Request, pk: int) -> StreamingHttpResponse:
    """The rejected rows with their reasons, to mend and import again."""
    job = _job(request, pk)
    answer = StreamingHttpResponse(rejected_csv(job), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rejected-{job.pk}.csv"'
    return answer


def importable(user: User) -> list[RecordType]:
    """The record types whose files this user may bring in, people before lists."""
    found = [each for each in REGISTRY.values() if user.reach(each.model, "import") != Reach.NONE]
    usual = [each for each in found if each.kind in FIRST]
    rest = [each for each in found if each.kind not in FIRST and each.fields]
    return sorted(usual, key=lambda each: FIRST.index(each.kind)) + rest


def _received(request: Request) -> ImportJob:
    file = request.FILES.get("file")
    if file is None:
        raise engine.UnreadableFile(_("Choose a file first."))
    path = keep_upload(file)
    try:
        return engine.new_job(
            request.POST.get("kind", ""),
            path,
            by=request.user,
            name=file.name or "",
            preset=request.POST.get("preset", ""),
        )
    except Refusal:
        path.unlink(missing_ok=True)
        raise


def _job(request: Request, pk: int) -> ImportJob:
    jobs = ImportJob.objects.visible_to(request.user).select_related("by")
    job: ImportJob = get_object_or_404(jobs, pk=pk)
    return job


def _rehearsed_anew(job: ImportJob) -> HttpResponse:
    ImportJob.objects.filter(pk=job.pk).update(mapping=job.mapping, options=job.options)
    engine.claim(job, State.REHEARSING, after=BEFORE)
    rehearse_job.enqueue(job.pk)
    return redirect("import_detail", job.pk)


def _choice_of(unknown: UnknownValues, said: str) -> str:
    if (
        said == NOTHING
        or (said == NEW_ONE and not unknown.is_fixed)
        or said.removeprefix("=") in unknown.choices
    ):
        return said
    raise Invalid(_("Choose one of the values that are offered."))


def _columns(
    request: Request, job: ImportJob, wrong: dict[str, str] | None = None
) -> HttpResponse:
    records = record_of(job.kind)
    guesses = engine.guesses(job, open_table(Path(job.path), job.name, job.sheet))
    fields = sorted(targets(records).values(), key=lambda each: str(each.label))
    context = _told(job) | {
        "guesses": [(each, job.mapping.get(each.header, "")) for each in guesses],
        "known": sum(1 for name in job.mapping.values() if name),
        "targets": [(each.name, each.label) for each in fields],
        "wrong": wrong or {},
        "is_known": job.preset != "any",
    }
    status = 422 if wrong else 200
    return render(request, "exchange/import_columns.html", context, status=status)


def _told(job: ImportJob) -> dict[str, Any]:
    outcomes = ImportRow.Outcome
    told = job.told.exclude(outcome=outcomes.REJECTED).order_by("number")
    names = [_("File"), _("Columns"), _("Check"), _("Import")]
    at = {State.MAPPING: 1, State.REHEARSING: 2, State.REHEARSED: 2}.get(State(job.state), 3)
    states = ["done" if n < at else "now" if n == at else "" for n in range(4)]
    return {
        "job": job,
        "records": record_of(job.kind),
        "steps": list(zip(names, states, strict=True)),
        "rejected": job.told.filter(outcome=outcomes.REJECTED).order_by("number")[:SHOWN],
        "others": told[:SHOWN],
        "unknown": unknown_values(job) if job.state == State.REHEARSED else [],
    }
