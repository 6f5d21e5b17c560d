"""How far someone reaches: over rows that are there, and over those that are gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from doorstep.history.models import Event
from doorstep.history.reading import last_images
from doorstep.history.rows import (
    Row,
    by_type,
    hangs_on_anything,
    images_of,
    kept_by,
    model_of,
    records_now,
)
from doorstep.kit.errors import Forbidden
from doorstep.kit.noting import Image
from doorstep.users.access import Reach, ScopedQuerySet, SharedQuerySet, owner_fields
from doorstep.users.models import User

Images = Mapping[Row, Image | None]
PLAIN = {ScopedQuerySet.permitted, SharedQuerySet.permitted}


class Sight:
    """What one user may do to rows. Remembers its answers: make one for each request."""

    def __init__(self, by: User) -> None:
        self.by = by
        self._known: dict[Any, dict[Row, bool]] = defaultdict(dict)
        self._shelf: dict[tuple[str, str], dict[Row, bool]] = {}

    def trust(self, verb: str, rows: Iterable[Row]) -> None:
        """These are within reach: somebody has looked already."""
        for row in rows:
            self._answers(verb, row[0])[row] = True

    def within(self, verb: str, rows: Iterable[Row], now: Images, then: Images) -> set[Row]:
        """Those on which one may ``verb``. ``then`` is what the gone ones held last.

        What hangs on a record is reached with it, and changed by whoever may edit it.
        """
        there, gone, hanging = set[Row](), set[Row](), dict[Row, Row]()
        for row in rows:
            image = now.get(row)
            if image is None:
                gone.add(row)
            elif _is_seen_with_its_record(row[0]):
                hanging[row] = (image["about_type"], image["about_id"])
            else:
                there.add(row)
        on = "view" if verb == "view" else "edit"
        self._look(verb, there)
        self._look(on, hanging.values())
        found = {row for row in there if self._answers(verb, row[0])[row]}
        found |= {row for row, about in hanging.items() if self._answers(on, about[0])[about]}
        # Of a row that is there ``now`` may hold only some columns: its table is asked instead.
        return found | {row for row in gone if self._reached(verb, row, then)}

    def among(self, verb: str, rows: list[Row]) -> set[Row]:
        """The same, of rows nobody has read yet."""
        now = images_of(records_now(rows))
        return self.within(verb, rows, now, last_images(row for row in rows if row not in now))

    def may(self, verb: str, event: Event) -> bool:
        """Whether it is one's own, or about a record on which one may ``verb``."""
        if event.by_id == self.by.pk or self.by.is_administrator:
            return True
        if event.subject_type and event.subject_id is not None:
            return bool(self.among(verb, [(event.subject_type, event.subject_id)]))
        return bool(self.among(verb, _touched(event)))

    def event(self, pk: int) -> Event:
        """The event, if one may see it or a record it touched; for others there is none."""
        event: Event = Event.objects.select_related("by").get(pk=pk)
        if self.may("view", event) or self.among("view", _touched(event)):
            return event
        raise Event.DoesNotExist

    def _look(self, verb: str, rows: Iterable[Row]) -> None:
        """Find out about those nobody asked about yet, with one query a table at most."""
        unknown = [row for row in rows if row not in self._answers(verb, row[0])]
        for record_type, pks in by_type(unknown).items():
            may = set(pks if self._reaches_all(verb, record_type) else ())
            if not may:
                reached = self._scoped(verb, record_type).filter(pk__among=pks)
                may = set(reached.values_list("pk", flat=True))
            self._answers(verb, record_type).update({(record_type, pk): pk in may for pk in pks})

    def _answers(self, verb: str, record_type: str) -> dict[Row, bool]:
        """What is known already. Two verbs of the same reach share their answers."""
        found = self._shelf.get((verb, record_type))
        if found is None:
            plain = _is_plain(record_type)
            alike: Any = self.by.reaches(model_of(record_type), verb) if plain else verb
            if plain and self.by.has_shares:
                alike = (alike, verb)  # what is shared is seen, and not deleted
            found = self._shelf[verb, record_type] = self._known[record_type, alike]
        return found

    def _scoped(self, verb: str, record_type: str) -> Any:
        """A table without a rule of its own is for those who were granted the verb."""
        manager: Any = model_of(record_type)._default_manager
        if hasattr(manager, "permitted"):
            return manager.permitted(self.by, verb)
        return manager.all() if self.by.reaches(model_of(record_type), verb) else manager.none()

    def _reaches_all(self, verb: str, record_type: str) -> bool:
        """Known without a query, where the table follows the common rule."""
        model = model_of(record_type)
        return _is_plain(record_type) and Reach.ALL in self.by.reaches(model, verb)

    def _reached(self, verb: str, row: Row, images: Images) -> bool:
        """The same rule on what a row held when it went: its owner, or what it hung on."""
        model, image = model_of(row[0]), images.get(row)
        if self.by.is_administrator:
            return True
        if image is None:
            return False
        if hangs_on_anything(model):
            on = "view" if verb == "view" else "edit"
            around = [(image["about_type"], image["about_id"]), *_whole_of(model, image)]
            return all(self._keeper_reached(on, each, images) for each in around)
        if keepers := () if hasattr(model, "owned_by") else kept_by(model):
            rows = [(k.related_model._meta.label_lower, image[k.attname]) for k in keepers]
            return all(self._keeper_reached(verb, row, images) for row in rows if row[1])
        if (hides := getattr(model, "hides", None)) and hides(image, self.by):
            return False
        return self._owned(self.by.reaches(model, verb), model, image)

    def _keeper_reached(self, verb: str, row: Row, images: Images) -> bool:
        return self._reached(verb, row, images) if row in images else bool(self.among(verb, [row]))

    def _owned(self, reaches: frozenset[str], model: Any, image: Image) -> bool:
        owners = {image.get(f"{name}_id") for name in owner_fields(model)} - {None}
        if Reach.ALL in reaches or (reaches and self.by.pk in owners):
            return True
        if Reach.TERRITORY in reaches and image.get("territory_id") in self.by.territory_ids:
            return True
        team = Reach.TEAM in reaches and self.by.team_id
        return bool(team) and User.objects.filter(pk__in=owners, team=team).exists()


def locked_event(by: User, verb: str, event: Event) -> Event:
    """As ``locked`` does for records: nobody else may take it back meanwhile."""
    found: Event = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if not Sight(by).may(verb, found):
        raise Forbidden(_("You may not %s what somebody else did.") % verb)
    return found


@cache
def _is_seen_with_its_record(record_type: str) -> bool:
    """What hangs on a record and has no rule of its own beside that (``seen_with``)."""
    model = model_of(record_type)
    return hangs_on_anything(model) and not hasattr(model, "seen_with")


def _whole_of(model: Any, image: Image) -> list[Row]:
    """What else one has to see: ``seen_with`` names the foreign key."""
    if not (name := getattr(model, "seen_with", "")):
        return []
    whole = model._meta.get_field(name).related_model
    return [(whole._meta.label_lower, image[f"{name}_id"])]


def _is_plain(record_type: str) -> bool:
    rule = getattr(model_of(record_type)._default_manager.all(), "permitted", None)
    return getattr(rule, "__func__", None) in PLAIN


def _touched(event: Event) -> list[Row]:
    """Some of the rows: of a bulk change not all are looked at."""
    return list(event.changes.order_by("pk").values_list("record_type", "record_id")[:50])
