"""The verbs of rules of one's own, and of taking in what a rule ignored."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import AlreadyDone, action
from doorstep.kit.errors import Invalid
from doorstep.mail.ignoring import MOST, waiting_for
from doorstep.mail.models import IgnoreRule, Mailbox, SeenMessage, Thread
from doorstep.records.check import check
from doorstep.users.access import allow
from doorstep.users.models import User
from doorstep.users.models.user import KEEP

Outcome, Reason = SeenMessage.Outcome, SeenMessage.Reason


@action(
    "ignore_rule.added",
    verb=KEEP,
    label=gettext_lazy("Add a rule"),
    told=gettext_lazy("added a rule"),
    icon="ban",
)
def add_rule(
    rules: type[IgnoreRule], *, by: User, mailbox: Mailbox, what: str, value: str
) -> IgnoreRule:
    """Ignore what fits from now on; what is here already stays."""
    allow(by, KEEP, mailbox)
    if IgnoreRule.objects.filter(mailbox=mailbox).count() >= MOST:
        raise Invalid(_("%d rules are as many as a mailbox has.") % MOST)
    rule = rules(mailbox=mailbox, what=what, value=value)
    check(rule)
    rule.save()
    return rule


@action(
    "ignore_rule.applied",
    verb=KEEP,
    label=gettext_lazy("Ignore what waits, too"),
    told=gettext_lazy("put aside what a rule fits"),
    icon="ban",
)
def apply_rule(rule: IgnoreRule, *, by: User) -> int:
    """What waits and fits waits no more; how many those are. Their conversations are done."""
    rows = SeenMessage.objects.filter(pk__among=waiting_for(rule))
    threads = set(rows.values_list("message__thread", flat=True))
    if not threads:
        raise AlreadyDone(0)
    count = rows.update(outcome=Outcome.IGNORED, reason=Reason.OWN_RULE, reason_text=str(rule))
    waiting = SeenMessage.objects.waiting().filter(message__thread__in=threads)
    threads -= set(waiting.values_list("message__thread", flat=True))
    Thread.objects.filter(pk__among=list(threads)).update(status=Thread.Status.DONE)
    return count


@action(
    "ignore_rule.deleted",
    verb=KEEP,
    label=gettext_lazy("Remove a rule"),
    told=gettext_lazy("removed a rule"),
    icon="trash-2",
)
def delete_rule(rule: IgnoreRule, *, by: User) -> None:
    """It ignores nothing more; what it ignored stays as it is."""
    rule.delete()


@action(
    "seen_message.wanted",
    verb="edit",
    label=gettext_lazy("Take it in"),
    told=gettext_lazy("took in what was ignored"),
    icon="inbox",
    fits=lambda row: row.outcome == Outcome.IGNORED and row.message_id is not None,
)
def want_message(row: SeenMessage, *, by: User) -> SeenMessage:
    """What is here and was ignored waits again, in an open conversation."""
    if row.message is None or row.outcome != Outcome.IGNORED:
        raise AlreadyDone(row)
    is_linked = row.message.links.exists()
    row.outcome = Outcome.LINKED if is_linked else Outcome.WAITING
    row.reason, row.reason_text = Reason.BY_HAND, ""
    row.save()
    Thread.objects.filter(pk=row.message.thread_id).update(status=Thread.Status.OPEN)
    return row
