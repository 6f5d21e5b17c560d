"""Sequences of letters, their steps, and who is in them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doorstep.kit.addresses import address
from doorstep.kit.journaled import Journaled
from doorstep.mail.models import MailTemplate
from doorstep.marketing.schedule import Stage
from doorstep.records.models import Attached, AttachedQuerySet, Record, RecordQuerySet
from doorstep.users.models import User

LONGEST = 730  # days
SENT_TO = ("parties.lead", "parties.contact")


class MailSequence(Record):
    """Letters that follow each other, so many days after somebody was put into it."""

    class Status(models.TextChoices):
        ACTIVE = "ACTIVE", _("Active")
        PAUSED = "PAUSED", _("Paused")

    name = models.CharField(_("name"), max_length=200)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.ACTIVE, editable=False
    )
    weekdays_only = models.BooleanField(_("Monday to Friday only"), default=True)
    from_hour = models.PositiveSmallIntegerField(
        _("not before (hour)"), default=8, validators=[MaxValueValidator(23)]
    )
    to_hour = models.PositiveSmallIntegerField(
        _("not after (hour)"), default=18, validators=[MaxValueValidator(24)]
    )

    class Meta:
        verbose_name = _("mail sequence")
        verbose_name_plural = _("mail sequences")
        indexes = [models.Index(fields=["-created_at", "-id"], name="mail_sequence_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_hour__lt=F("to_hour")) & Q(to_hour__lte=24),
                name="mail_sequence_has_hours",
                violation_error_message=_("Letters need an hour in which they may go."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("mail_sequence_detail", self.pk)

    def stages(self) -> list[Stage]:
        rows = SequenceStep._base_manager.filter(sequence=self.pk)
        return [Stage(*row) for row in rows.values_list("pk", "after_days")]


class PartOfSequenceQuerySet(RecordQuerySet):
    def permitted(self, user: User, verb: str) -> Self:
        """Who may reach the sequence may reach its steps."""
        return self.filter(sequence__in=MailSequence.objects.permitted(user, verb))


class SequenceStep(Journaled):
    """One letter of a sequence."""

    part_of: ClassVar[str] = "sequence"

    sequence = models.ForeignKey(MailSequence, models.CASCADE, related_name="steps")
    after_days = models.PositiveSmallIntegerField(
        _("days after the start"), validators=[MaxValueValidator(LONGEST)]
    )
    template = models.ForeignKey(
        MailTemplate, models.PROTECT, related_name="+", verbose_name=_("template")
    )

    objects = PartOfSequenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["after_days", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sequence", "after_days"],
                name="one_letter_a_day",
                violation_error_message=_("There is a letter on this day already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.template)


class EnrolmentQuerySet(AttachedQuerySet):
    def hung_on(self) -> list[type[Any]]:
        """Letters are sent to people, not to documents."""
        return [each for each in super().hung_on() if each._meta.label_lower in SENT_TO]

    def active(self) -> Self:
        return self.filter(status=Enrolment.Status.ACTIVE)


class Enrolment(Attached):
    """Somebody is in a sequence. ``owner`` put them there and signs the letters."""

    class Status(models.TextChoices):
        ACTIVE = "ACTIVE", _("Active")
        DONE = "DONE", _("Completed")
        STOPPED = "STOPPED", _("Stopped")

    class Why(models.TextChoices):
        REPLIED = "REPLIED", _("They wrote")
        OPTED_OUT = "OPTED_OUT", _("Wants no letters")
        BOUNCED = "BOUNCED", _("Letters come back")
        CONVERTED = "CONVERTED", _("Became a customer")
        BLOCKED = "BLOCKED", _("Not to be contacted")
        BY_HAND = "BY_HAND", _("By hand")

    sequence = models.ForeignKey(
        MailSequence, models.PROTECT, related_name="enrolments", verbose_name=_("sequence")
    )
    email = models.CharField(_("e-mail"), max_length=254)
    email_key = models.CharField(max_length=254, editable=False)
    starts_on = models.DateField(_("starts on"))
    next_on = models.DateField(_("next letter"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    stopped_why = models.CharField(_("why it stopped"), max_length=10, choices=Why, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    untold: ClassVar[frozenset[str]] = Attached.untold | {"email_key", "next_on"}

    objects = EnrolmentQuerySet.as_manager()

    class Meta(Attached.Meta):
        verbose_name = _("place in a sequence")
        verbose_name_plural = _("places in sequences")
        indexes = [
            *Attached.Meta.indexes,
            models.Index(
                fields=["next_on", "id"], condition=Q(status="ACTIVE"), name="enrolment_due"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sequence", "email_key"],
                condition=Q(status="ACTIVE"),
                name="in_a_sequence_once",
                violation_error_message=_("They are in this sequence already."),
            ),
            models.CheckConstraint(
                condition=Q(status="ACTIVE", ended_at__isnull=True)
                | (~Q(status="ACTIVE") & Q(ended_at__isnull=False)),
                name="what_ended_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.email}"

    def get_absolute_url(self) -> str:
        return str(self.about.get_absolute_url())

    def standing(self, today: Any) -> Any:
        """Scheduled before its start, in progress after it; and how it ended."""
        if self.status == self.Status.STOPPED:
            return self.Why(self.stopped_why).label
        if self.status == self.Status.DONE:
            return self.Status.DONE.label
        return _("Scheduled") if today < self.starts_on else _("In progress")


class PartOfEnrolmentQuerySet(RecordQuerySet):
    def permitted(self, user: User, verb: str) -> Self:
        """Who may reach the place may reach what was sent."""
        return self.filter(enrolment__in=Enrolment.objects.permitted(user, verb))


class StepTaken(Journaled):
    """A letter of a sequence went to somebody. The constraint holds: never twice."""

    part_of: ClassVar[str] = "enrolment"

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="taken")
    step = models.ForeignKey(SequenceStep, models.PROTECT, related_name="taken")
    on = models.DateField(_("sent on"))

    objects = PartOfEnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter of a sequence")
        verbose_name_plural = _("letters of sequences")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "step"], name="each_step_once")
        ]

    def __str__(self) -> str:
        return str(self.step)
