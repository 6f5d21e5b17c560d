"""What is to happen, when, and who takes part."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from doorstep.activity.models.links import EventLink
from doorstep.activity.models.next_contact import How
from doorstep.kit.addresses import address
from doorstep.kit.journaled import Journaled
from doorstep.kit.normal.words import words
from doorstep.records.models import Record, RecordQuerySet
from doorstep.users.access import Reach, ScopedQuerySet
from doorstep.users.models import User

USUAL_LENGTH = timedelta(minutes=30)


def new_uid() -> str:
    """What an event is known by in other calendars, for good."""
    return f"{uuid4()}@doorstep"


class CalendarEventQuerySet(RecordQuerySet):
    def permitted(self, user: User, verb: str) -> Self:
        """As far as reach goes; and to look at, what one takes part in or is about what one sees.

        A private event is only for its owner and those who take part, whatever their reach.
        """
        if user.kind == User.Kind.SYSTEM:
            return self.all()
        reaches = user.reaches(self.model, verb)
        mine = Q(is_private=False) | Q(owner=user.pk) | Q(planned_by=user.pk)
        if Reach.ALL not in reaches:
            everything = self.model._base_manager.all()
            reached = ScopedQuerySet.permitted(everything, user, verb)
            mine &= Q(pk__in=reached.values("pk"))
        if verb == "view" and reaches:
            mine |= Q(Exists(CalendarEvent.seats_of(user).filter(event=OuterRef("pk"))))
            if Reach.ALL not in reaches:
                about = EventLink.objects.all().seen_with_their_records(user, verb).values("event")
                mine |= Q(is_private=False, pk__in=about)
        return self.filter(mine)

    def hidden_from(self, user: User) -> Self:
        """Private events within reach that are not told: of those one may know when, no more."""
        everything = self.model._base_manager.all()
        reached = ScopedQuerySet.permitted(everything, user, "view").filter(is_private=True)
        seen = everything.filter(is_private=True).permitted(user, "view")
        return self.filter(pk__in=reached.values("pk")).exclude(pk__in=seen.values("pk"))

    def between(self, start: object, end: object) -> Self:
        """Those that touch the span, or may by repeating."""
        return self.filter(starts_at__lt=end).filter(
            Q(recurrence="", ends_at__gt=start)
            | (~Q(recurrence="") & (Q(repeats_until=None) | Q(repeats_until__gt=start)))
        )

    def open(self) -> Self:
        return self.filter(status=CalendarEvent.Status.OPEN)


class CalendarEvent(Record):
    """A call, a meeting, a visit: at a moment, or all day; once, or by a rule of RFC 5545.

    It stands in its owner's calendar, whoever put it there.

    An all-day event begins and ends at midnight UTC, whatever the zone: a day is a day
    everywhere; its end is the midnight after its last day. ``timezone`` is where the clock shows
    ``starts_at`` at each repetition, through daylight saving. ``repeats_until`` is the end of its
    last repetition, null for one that never ends.
    """

    class Kind(models.TextChoices):
        CALL = How.CALL.value, How.CALL.label
        EMAIL = How.EMAIL.value, How.EMAIL.label
        MEETING = How.MEETING.value, How.MEETING.label
        VISIT = How.VISIT.value, How.VISIT.label
        OTHER = "OTHER", _("Other")

    class Status(models.TextChoices):
        OPEN = "OPEN", _("Planned")
        DONE = "DONE", _("Done")
        CANCELLED = "CANCELLED", _("Cancelled")

    subject = models.CharField(_("subject"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MEETING)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.OPEN, editable=False
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), blank=True)
    all_day = models.BooleanField(_("all day"), default=False)
    timezone = models.CharField(_("time zone"), max_length=60, blank=True)
    recurrence = models.CharField(_("repeats"), max_length=500, blank=True)
    repeats_until = models.DateTimeField(_("repeats until"), null=True, blank=True, editable=False)
    location = models.CharField(_("place"), max_length=300, blank=True)
    details = models.TextField(_("details"), blank=True)
    outcome = models.TextField(_("outcome"), blank=True)
    is_private = models.BooleanField(_("private"), default=False)
    sends_invitations = models.BooleanField(_("invites by e-mail"), default=False)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        db_index=False,
        verbose_name=_("planned by"),
    )
    uid = models.CharField(max_length=255, unique=True, default=new_uid, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)

    owned_by: ClassVar[tuple[str, ...]] = ("owner", "planned_by")
    seen_by_links: ClassVar[bool] = True
    # No part of what is undone: whoever was sent a number must be sent a higher one.
    unjournaled: ClassVar[frozenset[str]] = frozenset({"sequence"})
    untold: ClassVar[frozenset[str]] = frozenset({"uid", "sequence", "repeats_until", "timezone"})
    # Of the next contact its record tells: when, how and who.
    told_with: ClassVar[str] = "next_contact_at"
    told_there: ClassVar[frozenset[str]] = frozenset(
        {"starts_at", "ends_at", "kind", "owner_id", "territory_id"}
    )

    objects = CalendarEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["starts_at", "id"], name="event_by_start"),
            models.Index(fields=["owner", "starts_at", "id"], name="event_of_owner"),
            models.Index(
                fields=["repeats_until"], condition=~Q(recurrence=""), name="event_repeating"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")),
                name="event_ends_after_it_starts",
                violation_error_message=_("The event ends before it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return address("calendar_event_detail", self.pk)

    @classmethod
    def seats_of(cls, user: User) -> models.QuerySet[EventParticipant]:
        """Where somebody takes part."""
        return EventParticipant._base_manager.filter(user=user.pk)

    @classmethod
    def hides(cls, image: Mapping[str, Any], user: User) -> bool:
        """Of one that is gone: whether it was private, and none of the user's own."""
        own = (image.get("owner_id"), image.get("planned_by_id"))
        return bool(image.get("is_private")) and user.pk not in own

    @classmethod
    def is_told_there(cls, image: Mapping[str, Any]) -> bool:
        """That there is such an event."""
        return True

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at

    def clean(self) -> None:
        if not self.subject:
            raise ValidationError({"subject": _("Say what this is about.")})

    def tidy(self) -> None:
        self.subject = words(self.subject)
        self.location = words(self.location)
        if self.starts_at and not self.ends_at:
            self.ends_at = self.starts_at + (timedelta(days=1) if self.all_day else USUAL_LENGTH)


class PartOfEventQuerySet(RecordQuerySet):
    def permitted(self, user: User, verb: str) -> Self:
        """Who may reach the event may reach what belongs to it."""
        return self.filter(event__in=CalendarEvent.objects.permitted(user, verb))


class EventParticipant(Journaled):
    """Someone who takes part: a colleague, or anybody known by e-mail."""

    class Answer(models.TextChoices):
        OPEN = "NEEDS-ACTION", _("No answer yet")
        YES = "ACCEPTED", _("Accepted")
        MAYBE = "TENTATIVE", _("Perhaps")
        NO = "DECLINED", _("Declined")

    part_of: ClassVar[str] = "event"
    untold: ClassVar[frozenset[str]] = frozenset({"answered_at", "answered_sequence"})
    told_with: ClassVar[str] = "next_contact_at"
    told_there: ClassVar[frozenset[str]] = frozenset()

    event = models.ForeignKey(CalendarEvent, models.CASCADE, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("colleague"),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    answer = models.CharField(_("answer"), max_length=15, choices=Answer, default=Answer.OPEN)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    answered_sequence = models.PositiveIntegerField(default=0, editable=False)

    objects = PartOfEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            models.UniqueConstraint(fields=["event", "email"], name="one_seat_per_participant"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @classmethod
    def is_told_there(cls, image: Mapping[str, Any]) -> bool:
        """Of whoever makes the contact, who need not be asked; others are told of."""
        return image.get("answer") == cls.Answer.YES


class EventException(Journaled):
    """One repetition that is otherwise: moved, renamed or left out."""

    part_of: ClassVar[str] = "event"

    event = models.ForeignKey(CalendarEvent, models.CASCADE, related_name="exceptions")
    original_at = models.DateTimeField(_("would start"))
    is_left_out = models.BooleanField(_("left out"), default=False)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    location = models.CharField(_("place"), max_length=300, blank=True)

    objects = PartOfEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "original_at"], name="one_exception_per_repetition"
            ),
            models.CheckConstraint(
                condition=Q(is_left_out=True)
                | Q(starts_at__isnull=False, ends_at__gte=F("starts_at")),
                name="an_exception_moves_or_leaves_out",
                violation_error_message=_("The event ends before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject or str(self.event)
