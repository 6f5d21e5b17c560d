"""Who may do what to which records: one rule for lists and for single records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.kit.errors import Conflict, Forbidden
from doorstep.kit.journaled import JournaledQuerySet

if TYPE_CHECKING:
    from doorstep.users.models import User


class Reach(models.TextChoices):
    """How far a role's permission extends."""

    NONE = "NONE", gettext_lazy("None")
    OWN = "OWN", gettext_lazy("Own")
    TEAM = "TEAM", gettext_lazy("Team")
    TERRITORY = "TERRITORY", gettext_lazy("Territory")
    ALL = "ALL", gettext_lazy("All")


WIDENED = ("view", "edit")  # what one can be let do to a single record beyond one's reach
Opening = Callable[[type[models.Model], str], models.QuerySet[Any]]
_openings: list[Opening] = []


def opens_to(opening: Opening) -> Opening:
    """Rows that let one ``user`` do a verb to the record ``about_id`` beyond what roles reach.

    They widen a reach, and never give a verb that no role gives.
    """
    if opening not in _openings:
        _openings.append(opening)
    return opening


def openings(model: type[models.Model], verb: str) -> list[models.QuerySet[Any]]:
    """The rows that open records of a kind, to anybody."""
    return [each(model, verb) for each in _openings] if verb in WIDENED else []


class ScopedQuerySet(models.QuerySet[Any]):
    """Records that know who may reach them."""

    def permitted(self, user: User, verb: str) -> Self:
        """The records on which ``user`` may perform ``verb``."""
        reaches = user.reaches(self.model, verb)
        if Reach.ALL in reaches:
            return self.all()
        if not reaches:
            return self.none()
        within, extra = _within(self.model, user, reaches), opened(self.model, user, verb)
        return self.filter(within | Q(pk__in=extra) if extra else within)

    def visible_to(self, user: User) -> Self:
        return self.permitted(user, "view")

    def lock(self, record: models.Model) -> Any:
        """Re-read ``record`` and hold its row until the transaction ends."""
        return self.select_for_update(of=("self",)).get(pk=record.pk)


class SharedQuerySet(ScopedQuerySet, JournaledQuerySet):
    """What belongs to nobody: whoever was granted a verb may do it to every row."""

    def permitted(self, user: User, verb: str) -> Self:
        return self.all() if user.reaches(self.model, verb) else self.none()


def owner_fields(model: type[models.Model]) -> tuple[str, ...]:
    """The fields that say whose a record is: ``owned_by`` of the model."""
    return getattr(model, "owned_by", ("owner",))


def allow(user: User, verb: str, subject: models.Model | type[models.Model]) -> None:
    """Refuse unless ``user`` may perform ``verb`` on ``subject`` (a record, or a model)."""
    if isinstance(subject, type):
        permitted = bool(user.reaches(subject, verb))
    else:
        permitted = _records(subject).permitted(user, verb).filter(pk=subject.pk).exists()
    if not permitted:
        raise _refusal(verb, subject)


def may(user: User, verb: str, subject: models.Model | type[models.Model]) -> bool:
    """Whether ``allow`` lets them."""
    try:
        allow(user, verb, subject)
    except Forbidden:
        return False
    return True


def granted(user: User, verb: str, record: models.Model) -> bool:
    """Whether a role gives it: for going beyond a rule, which an administrator or the system
    does not do by mistake."""
    said = user.own_reaches().get((record._meta.label_lower, verb))
    return bool(said) and may(user, verb, record)


def locked(user: User, verb: str, record: models.Model) -> Any:
    """``allow`` and ``lock`` in one query, so that nothing moves between the two."""
    try:
        return _records(record).permitted(user, verb).lock(record)
    except record.__class__.DoesNotExist:  # type: ignore[attr-defined]
        if not _records(record).filter(pk=record.pk).exists():
            raise _gone(record) from None
        raise _refusal(verb, record) from None


def hold(record: models.Model) -> Any:
    """Re-read and held until the transaction ends, for what follows from an action on another."""
    try:
        return _records(record).lock(record)
    except record.__class__.DoesNotExist:  # type: ignore[attr-defined]
        raise _gone(record) from None


def _gone(record: models.Model) -> Conflict:
    return Conflict(_("This %s is no longer there.") % record._meta.verbose_name)


def _within(model: type[models.Model], user: User, reaches: frozenset[str]) -> Q:
    """One's own always count; a colleague's with TEAM, those of a place with TERRITORY."""
    colleagues: Any = None
    if Reach.TEAM in reaches and user.team_id:
        people = apps.get_model(settings.AUTH_USER_MODEL)._base_manager
        colleagues = people.filter(team=user.team_id).values("pk")
    within = Q()
    for name in owner_fields(model):
        within |= Q(**{name: user.pk})
        if colleagues is not None:
            within |= Q(**{f"{name}__in": colleagues})
    if Reach.TERRITORY in reaches and hasattr(model, "territory"):
        within |= Q(territory__in=user.territory_ids)
    return within


def opened(model: type[models.Model], user: User, verb: str) -> tuple[int, ...]:
    """The records of a kind that are open to somebody beyond their reach; read once a request.

    Their numbers and not a query: such a query would stand in every part of those that look
    through several kinds of records, and SQLite reads no statement of that depth.
    """
    if not user.has_shares or verb not in WIDENED:
        return ()
    known: dict[Any, tuple[int, ...]] = user.__dict__.setdefault("_opened", {})
    if (found := known.get((model, verb))) is None:
        rows = (rows.filter(user=user.pk) for rows in openings(model, verb))
        found = tuple(pk for each in rows for pk in each.values_list("about_id", flat=True))
        known[model, verb] = found
    return found


def reaches_owned_by(
    user: User, verb: str, model: type[models.Model], held: Mapping[str, Any]
) -> bool:
    """Whether the roles alone reach a record that holds these owners and this territory."""
    reaches = user.reaches(model, verb)
    owners = {held.get(f"{name}_id") for name in owner_fields(model)} - {None}
    if Reach.ALL in reaches or (reaches and user.pk in owners):
        return True
    if Reach.TERRITORY in reaches and held.get("territory_id") in user.territory_ids:
        return True
    people = apps.get_model(settings.AUTH_USER_MODEL)._base_manager
    team = Reach.TEAM in reaches and user.team_id
    return bool(team) and people.filter(pk__in=owners, team=team).exists()


def _records(record: models.Model) -> Any:
    return record.__class__._default_manager  # ``request.user`` is a lazy stand-in


def _refusal(verb: str, subject: models.Model | type[models.Model]) -> Forbidden:
    name = subject._meta.verbose_name
    return Forbidden(_("You may not %(verb)s this %(name)s.") % {"verb": verb, "name": name})


def scope_of(user: User, verb: str, model: type[models.Model]) -> tuple[Any, ...] | None:
    """All that ``permitted`` looks at, to tell whether two users see the same records.

    None where a model has a rule of its own.
    """
    if not follows_the_common_rule(model):
        return None
    reaches = user.reaches(model, verb)
    if Reach.ALL in reaches:
        return (str(Reach.ALL),)
    places = tuple(user.territory_ids) if Reach.TERRITORY in reaches else ()
    return (user.pk, reaches, user.team_id, places, opened(model, user, verb))


@cache
def follows_the_common_rule(model: type[models.Model]) -> bool:
    """Whether reach is all that counts: one who reaches all of them sees each of them."""
    rule = getattr(type(model._default_manager.all()), "permitted", None)
    return rule is ScopedQuerySet.permitted
