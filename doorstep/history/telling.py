"""Events in words, from their changes: "Status: Open → Converted"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import models
from django.utils.formats import date_format, localize, number_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.history.models import Event
from doorstep.history.replay import LARGE, Replay, Step, replay
from doorstep.history.rows import Row, model_of, pointers_of, records_now, row_of
from doorstep.history.sight import Sight
from doorstep.kit.images import ERASED, decode
from doorstep.kit.journaled import BOOKKEEPING
from doorstep.kit.noting import Image, Kind
from doorstep.users.models import User

Names = dict[Row, str]


class Part(NamedTuple):
    """One of the values of a field that holds several, before and after, as people read it."""

    key: str
    label: str
    old: str
    new: str


Parts = Callable[[type[models.Model], Any, Any], Iterable[Part]]
TOLD_IN_PARTS: dict[str, Parts] = {}


def told_in_parts(name: str) -> Callable[[Parts], Parts]:
    """A field that holds several things: the function gives each that differs."""

    def register(parts: Parts) -> Parts:
        TOLD_IN_PARTS[name] = parts
        return parts

    return register


class Sentence(str):
    """A sentence that also knows its parts, for pages that set them apart."""

    label: str = ""
    old: str = ""
    new: str = ""
    body: str = ""  # what someone wrote
    stands: str = ""  # what is left of it today
    beside: str = ""  # how it went, beside what was written of it
    mentions: str = ""  # whom it speaks to
    who: str = ""  # who did it, where that is nobody of the house
    did: str = ""  # what they did, in their case
    row: Row | None = None
    field: str = ""
    still: bool = False  # whether the row still holds what this made of it

    @classmethod
    def of_field(cls, label: str, old: str, new: str) -> Sentence:
        sentence = cls(f"{label}: {old} → {new}")
        sentence.label, sentence.old, sentence.new = label, old, new
        return sentence


def tell(events: Collection[Event], *, by: User | None = None) -> dict[int, list[str]]:
    """What each event did, a sentence for each record created or deleted and field changed.

    With ``by`` only of what that user may see.
    """
    past, sight = replay(events), Sight(by) if by else None
    steps = seen(past, sight) if sight else past.steps
    return tell_steps(events, steps, names_of(past, steps, known=(), sight=sight))


def seen(past: Replay, sight: Sight) -> list[Step]:
    """The steps on rows that one may view."""
    rows = {step.change.row for step in past.steps}
    visible = sight.within("view", rows, past.now, past.then)
    return [step for step in past.steps if step.change.row in visible]


def tell_steps(
    events: Iterable[Event], steps: Iterable[Step], names: Names
) -> dict[int, list[Any]]:
    told: dict[int, list[Any]] = {event.pk: [] for event in events}
    steps = list(steps)
    shown = {(step.change.event_id, step.change.row) for step in steps}
    columns = _columns(steps)
    for step in steps:
        if step.change.event_id in told and not _is_told_anyway(step, shown):
            said = told[step.change.event_id]
            is_tie = _ties(model_of(step.change.record_type))
            twice = _told_there(step, columns[step.change.event_id])
            said[:0] = [
                each
                for each in _sentences(step, names)
                if not (is_tie and each in said) and each.field not in twice
            ]
    for event in events:
        if event.size > LARGE:
            several = ngettext("%(n)d record changed", "%(n)d records changed", event.size)
            told[event.pk].append(Sentence(several % {"n": event.size}))
    return told


def _columns(steps: Iterable[Step]) -> dict[int, set[str]]:
    """The columns of any row that each event set."""
    found: dict[int, set[str]] = defaultdict(set)
    for step in steps:
        image = step.change.before if step.change.kind == Kind.CHANGED else step.after
        found[step.change.event_id].update(image or ())
    return found


def _told_there(step: Step, columns: set[str]) -> frozenset[str]:
    """What another row of this event says already, as its model declares.

    ``told_with`` names the column of that other row, ``told_there`` what it says of this one; a
    row that comes or goes with it, its field is "", says nothing if ``is_told_there``.
    """
    model: Any = model_of(step.change.record_type)
    if getattr(model, "told_with", "") not in columns:
        return frozenset()
    if step.change.kind == Kind.CHANGED:
        return frozenset(model.told_there)
    image = step.after or step.before or {}
    return frozenset({""}) if model.is_told_there(image) else frozenset()


def names_of(
    past: Replay, steps: Iterable[Step], known: Iterable[models.Model], sight: Sight | None = None
) -> Names:
    """What the records are called that the changed foreign keys point to; those that are there.

    A record that came or went with these events keeps the name it had then. With ``sight`` those
    out of reach have none.
    """
    wanted = {target for step in steps for target in _pointed_to(step)}
    there = [*past.records.values(), *known]
    found = records_now(wanted, known=[record for record in there if row_of(record) in wanted])
    names = {row: str(record) for row, record in found.items()}
    gone = {step.change.row: step for step in past.steps if step.now is None}
    for row, step in gone.items():
        if (image := step.after or step.before) and row in wanted:
            names[row] = called(model_of(row[0]), image)
    if sight:
        hidden = _hidden(names, past, found, sight)
        names |= dict.fromkeys(hidden, _("out of your reach"))
    return names


def _hidden(names: Names, past: Replay, found: dict[Row, Any], sight: Sight) -> set[Row]:
    """Only records can be out of reach: lists, users and teams are everybody's."""
    rows = {row for row in names if hasattr(model_of(row[0]), "owned_by")}
    now = {row: past.now.get(row) or {} for row in rows if row in found}
    return rows - sight.within("view", rows, now, past.then)


def _pointed_to(step: Step) -> Iterator[Row]:
    model = model_of(step.change.record_type)
    names = (step.before or ()) if step.change.kind == Kind.DELETED else step.change.before or ()
    if step.change.kind == Kind.CREATED and (_ties(model) or _whole(model)):
        names = step.after or ()
    for column, table in pointers_of(model):
        if column in names:
            for image in (step.before, step.after):
                if (value := (image or {}).get(column)) is not None:
                    yield table, value


def _sentences(step: Step, names: Names) -> Iterator[Sentence]:
    model = model_of(step.change.record_type)
    match step.change.kind:
        case Kind.CREATED | Kind.DELETED if _ties(model):
            yield _of_tie(model, step, names)
        case Kind.CREATED | Kind.DELETED if _whole(model):
            yield _of_link(model, step, names)
        case Kind.CREATED:
            says = getattr(model, "told_when_made", "")
            made = says and says % called(model, step.after or {})
            sentence = Sentence(made or _("%s created") % _title(model, step.after))
            sentence.body = _written(model, step.after)
            sentence.beside = str(made) if made and sentence.body else ""
            sentence.stands = _written(model, step.now)
            if tells := getattr(model, "told_of_others", None):
                sentence.who, sentence.did = tells(step.after or {})
            yield sentence
        case Kind.DELETED:
            # What somebody wrote and took away is not written here once more.
            says = str(model._meta.verbose_name) if getattr(model, "told_whole", "") else ""
            yield Sentence(_("%s deleted") % (capfirst(says) or _title(model, step.before)))
        case _:
            yield from _of_fields(model, step, names)


def _written(model: type[models.Model], image: Image | None) -> str:
    """The text that is told as it was written; nothing of a row that is gone."""
    held: Any = (image or {}).get(getattr(model, "told_whole", ""), "")
    text: str = _("Erased") if held == ERASED else held
    return text


def _of_fields(model: type[models.Model], step: Step, names: Names) -> Iterator[Sentence]:
    before, after = step.before or {}, step.after or {}
    changed = step.change.before.keys() - BOOKKEEPING - getattr(model, "untold", frozenset())
    for field in model._meta.concrete_fields if changed else ():
        name = field.attname
        if name not in changed:
            continue
        old, new = before.get(name), after.get(name)
        if isinstance(old, dict) and isinstance(new, dict) and ERASED not in (old, new):
            parts = told_parts(model, name, old, new)
            yield from (Sentence.of_field(part.label, part.old, part.new) for part in parts)
            continue
        label = capfirst(str(field.verbose_name))
        sentence = Sentence.of_field(
            label, in_words(field, old, names), in_words(field, new, names)
        )
        sentence.row, sentence.field = step.change.row, name
        sentence.still = step.now is not None and step.now.get(name) == new
        yield sentence


def told_parts(
    model: type[models.Model], name: str, old: dict[str, Any], new: dict[str, Any]
) -> Iterable[Part]:
    """Each thing that differs in a field that holds several."""
    tell: Parts = TOLD_IN_PARTS.get(name, _parts)
    return tell(model, old, new)


def _parts(_model: type[models.Model], old: dict[str, Any], new: dict[str, Any]) -> Iterator[Part]:
    """What a JSON field holds, each under its own name."""
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            label = capfirst(name.replace("_", " "))
            yield Part(name, label, _said(old.get(name)), _said(new.get(name)))


def _ties(model: type[models.Model]) -> tuple[str, ...]:
    """The two ends of a row that only ties others together: it has no name of its own."""
    return getattr(model, "ties", ())


def _of_tie(model: type[models.Model], step: Step, names: Names) -> Sentence:
    """ "Ada Byron linked to Oak Ltd"."""
    image = step.after or step.before or {}
    fields: list[Any] = [model._meta.get_field(name) for name in _ties(model)]
    ends = [
        in_words(field, image[field.attname], names)
        for field in fields
        if image.get(field.attname) is not None
    ]
    says = _("%(one)s linked to %(other)s") if step.after else _("%(one)s unlinked from %(other)s")
    return Sentence(says % {"one": ends[0], "other": ends[-1]})


def _whole(model: type[models.Model]) -> str:
    """The foreign key to what a row ties to a record: the row is called like that."""
    return getattr(model, "whole", "")


def _is_told_anyway(step: Step, shown: set[tuple[int, Row]]) -> bool:
    """Where what is tied came in the same event its own sentence says so."""
    model = model_of(step.change.record_type)
    if getattr(model, "told_elsewhere", False):  # what it says, a change of its record says
        return True
    if not (whole := _whole(model)) or step.change.kind == Kind.CHANGED:
        return False
    field: Any = model._meta.get_field(whole)
    pk = (step.after or step.before or {}).get(field.attname)
    return (step.change.event_id, (field.related_model._meta.label_lower, pk)) in shown


def _of_link(model: type[models.Model], step: Step, names: Names) -> Sentence:
    """ "Show the lamps"; of what is not for everybody only that there was something."""
    image = step.after or step.before or {}
    field: Any = model._meta.get_field(_whole(model))
    name = names.get((field.related_model._meta.label_lower, image[field.attname]), "")
    name = _("Busy") if name in ("", _("out of your reach")) else name
    untied = getattr(model, "told_untied", _("No longer about this: %s"))
    sentence = Sentence((getattr(model, "told_tied", "%s") if step.after else untied) % name)
    sentence.mentions = name if getattr(model, "is_mention", False) and step.after else ""
    return sentence


def _title(model: type[models.Model], image: Image | None) -> str:
    """The kind of record, and its name as it is written: "Customer Analytical Ltd"."""
    return f"{capfirst(str(model._meta.verbose_name))} {called(model, image or {})}"


def called(model: type[models.Model], image: Image) -> str:
    """What a row with this image is called."""
    return str(model(**decode(model, image)))


def in_words(field: Any, value: Any, names: Names) -> str:
    """A value of a row as people read it; ``names`` are those of the rows it may point to."""
    if value in (None, "") or value == ERASED:
        return _said(value)
    if field.is_relation:
        return names.get((field.related_model._meta.label_lower, value), f"#{value}")
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateTimeField):
        return date_format(localtime(field.to_python(value)), "SHORT_DATETIME_FORMAT")
    return _plainly(field.to_python(value))


def _plainly(value: Any) -> str:
    """Yes, not True; 18,400, not 18400.00."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Decimal):
        places = 0 if value == value.to_integral_value() else None
        return str(number_format(value, decimal_pos=places, force_grouping=True))
    return str(localize(value))


def _said(value: Any) -> str:
    if value == ERASED:
        return _("erased")
    return "–" if value in (None, "") else _plainly(value)
