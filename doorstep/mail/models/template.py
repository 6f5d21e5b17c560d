"""Words that are used again: templates of letters, and what stands below each letter."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from doorstep.kit.journaled import Journaled, JournaledQuerySet
from doorstep.mail.writing.known import ANYBODY, CUSTOMER, PERSON
from doorstep.records.models import Master
from doorstep.users.access import Reach, ScopedQuerySet
from doorstep.users.models import User
from doorstep.users.models.user import KEEP


class MailTemplate(Master):
    """A letter to be sent more than once, with places for what is known of whom it goes to."""

    class For(models.TextChoices):
        ANYBODY = ANYBODY, _("Anybody")
        PERSON = PERSON, _("Leads and contacts")
        CUSTOMER = CUSTOMER, _("Customers")

    written_for = models.CharField(
        _("for"), max_length=10, choices=For, default=For.ANYBODY, blank=True
    )
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    text = models.TextField(_("text"), max_length=20_000, blank=True)

    class Meta(Master.Meta):
        verbose_name = _("mail template")
        verbose_name_plural = _("mail templates")


class SignatureQuerySet(ScopedQuerySet, JournaledQuerySet):
    def permitted(self, user: User, verb: str) -> Self:
        """One's own; nobody signs for another."""
        if user.reach(self.model, KEEP) == Reach.NONE:
            return self.none()
        return self.filter(owner=user.pk)


class Signature(Journaled):
    """What stands below the letters of one person."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("whose")
    )
    text = models.TextField(_("signature"), max_length=2_000, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")

    def __str__(self) -> str:
        return self.text[:40]

    @classmethod
    def of(cls, user: Any) -> str:
        found = cls.objects.filter(owner=user.pk).values_list("text", flat=True).first()
        return found or ""
