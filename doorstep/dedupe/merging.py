"""Several records made one. Helpers of actions: they write, so they only work inside one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from doorstep.dedupe.models import Apart, Merged
from doorstep.dedupe.moving import move, pointers_to
from doorstep.dedupe.refusals import CurrencyMismatch, NotMergeable
from doorstep.dedupe.taking import primaries, settle, take_values
from doorstep.history.action import Stale
from doorstep.kit.errors import Conflict, Invalid
from doorstep.kit.noting import Kind
from doorstep.parties.models import Contact, Customer, Lead, SalesTeamMember
from doorstep.users.access import allow
from doorstep.users.models import User

MOST = 20
Take = Mapping[str, int]
Versions = Mapping[int, int]
NOT_ASKED: Versions = MappingProxyType({})


def merge_into(
    model: Any,
    keep: int,
    merge: Sequence[int],
    take: Take,
    *,
    by: User,
    versions: Versions = NOT_ASKED,
) -> Any:
    """The record that is kept, with everything that was the others'."""
    records = hold(model, [keep, *merge], by=by)
    for pk, version in versions.items():
        if pk in records and records[pk].version != version:
            raise Stale(_("%s has changed since you opened it.") % records[pk])
    kept, gone = records[keep], [records[pk] for pk in merge]
    _check(kept, gone)
    if strangers := [pk for pk in take.values() if pk not in records]:
        raise Invalid(_("Take values from the records that are merged."), take=str(strangers[0]))
    chosen = {name: records[pk] for name, pk in take.items()}
    values, primary = take_values(kept, gone, chosen), primaries(chosen, kept)
    _choose_team(kept, gone)
    for pointer in pointers_to(model):
        move(pointer, keep, list(merge))
    label = model._meta.label_lower
    as_other = Q(about_type=label, other_type="") | Q(other_type=label)
    Apart.objects.filter(as_other, other_id__in=merge).update(other_id=keep)
    model.objects.filter(pk__in=merge).delete()
    kept.refresh_from_db()
    settle(kept, values, primary, by=by)
    for each in gone:
        Merged.to(kept, gone_id=merge[gone.index(each)], name=str(each)[:480], owner=by).save()
    kept._note(Kind.CHANGED, {})
    return kept


def hold(model: Any, pks: Sequence[int], *, by: User) -> dict[int, Any]:
    """Re-read and locked, in the order of their ids so that no two merges wait for each other."""
    if len(pks) < 2 or len(set(pks)) < len(pks) or len(pks) > MOST:
        says = _("Name one record to keep, and from one to %d others to merge into it.")
        raise Invalid(says % (MOST - 1), merge=says % (MOST - 1))
    rows = model.objects.filter(pk__in=pks).select_for_update(of=("self",)).order_by("pk")
    records = {row.pk: row for row in rows}
    if len(records) < len(pks):
        raise Conflict(_("One of these is no longer there."))
    for verb in ("edit", "delete"):
        allowed = set(
            model.objects.permitted(by, verb).filter(pk__in=pks).values_list("pk", flat=True)
        )
        for pk in sorted(set(pks) - allowed):
            allow(by, verb, records[pk])
    return records


def _check(kept: Any, gone: Sequence[Any]) -> None:
    for each in gone:
        if isinstance(kept, Lead):
            _refuse_other_customer(kept, each)
        elif isinstance(kept, Customer):
            _refuse_other_currency(kept, each)
        elif isinstance(kept, Contact):
            _refuse_other_user(kept, each)
    if isinstance(kept, Lead):
        _refuse_among([each for each in gone if each.customer_id])
    if isinstance(kept, Customer):
        _refuse_brought([kept, *gone])


def _refuse_other_customer(kept: Lead, other: Lead) -> None:
    if kept.customer_id and other.customer_id not in (None, kept.customer_id):
        names = {"one": kept.customer, "other": other.customer}
        says = _(
            "These leads became two customers, %(one)s and %(other)s: merge the customers first."
        )
        raise NotMergeable(says % names)


def _refuse_among(converted: Sequence[Lead]) -> None:
    for other in converted[1:]:
        _refuse_other_customer(converted[0], other)


def _refuse_other_currency(kept: Customer, other: Customer) -> None:
    if kept.currency and other.currency and kept.currency != other.currency:
        says = _("%(one)s is billed in %(a)s and %(other)s in %(b)s: they stay two customers.")
        names = {"one": kept, "a": kept.currency, "other": other, "b": other.currency}
        raise CurrencyMismatch(says % names)


def _refuse_brought(customers: Sequence[Customer]) -> None:
    """Whoever brought a lead is not what that lead became."""
    pks = [each.pk for each in customers]
    leads = Lead._base_manager.filter(from_customer__in=pks, customer__in=pks)
    if lead := leads.select_related("customer", "from_customer").first():
        says = _("%(one)s brought the lead that became %(other)s: they cannot be the same.")
        raise NotMergeable(says % {"one": lead.from_customer, "other": lead.customer})


def _refuse_other_user(kept: Contact, other: Contact) -> None:
    if kept.user_id and other.user_id:
        says = _("%(one)s and %(other)s both have a login: take one of them away first.")
        raise NotMergeable(says % {"one": kept, "other": other})


def _choose_team(kept: Any, gone: Sequence[Any]) -> None:
    """Shares add up to a hundred, so one sales team is kept and the others go."""
    if not isinstance(kept, Customer):
        return
    pks = [kept.pk, *(each.pk for each in gone)]
    having = set(
        SalesTeamMember.objects.filter(customer__in=pks).values_list("customer", flat=True)
    )
    chosen = next((pk for pk in pks if pk in having), None)
    SalesTeamMember.objects.filter(customer__in=having - {chosen}).delete()
