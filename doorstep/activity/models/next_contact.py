"""When somebody is to be spoken to again, and by whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class How(models.TextChoices):
    """The way people meet."""

    CALL = "CALL", _("Call")
    EMAIL = "EMAIL", _("E-mail")
    MEETING = "MEETING", _("Meeting")
    VISIT = "VISIT", _("Visit")


class NextContact(models.Model):
    """Of a lead, a customer, an opportunity: who contacts them next, when, until when and how.

    It is one event in the calendar of whoever must; ``activity.next_contact`` keeps the two alike.
    """

    next_contact_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
        verbose_name=_("next contact by"),
    )
    next_contact_at = models.DateTimeField(_("next contact"), null=True, blank=True)
    next_contact_until = models.DateTimeField(_("next contact until"), null=True, blank=True)
    next_contact_how = models.CharField(
        _("next contact as"), max_length=10, choices=How, blank=True
    )

    class Meta:
        abstract = True
