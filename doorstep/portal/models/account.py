"""Who signed up: the account of a web user, and what waits for its letter to be answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.kit.journaled import Journaled, JournaledQuerySet
from doorstep.parties.models import Lead
from doorstep.users.access import ScopedQuerySet
from doorstep.users.models import User

HOLDS = timedelta(days=3)  # so long the link of a sign-up can be opened


class OwnQuerySet(ScopedQuerySet):
    """What is a web user's own by nature: nobody grants it, and no colleague acts for them."""

    def permitted(self, user: User, verb: str) -> Self:
        if user.kind == User.Kind.SYSTEM:
            return self.all()
        return self.filter(user=user) if user.is_active else self.none()


class PortalAccountQuerySet(OwnQuerySet, JournaledQuerySet):
    """Accounts are told of in the journal; carts are not."""


class PortalAccount(Journaled):
    """A web user at the portal. Made once the e-mail address is proved.

    ``lead`` is the one that the sign-up made or claimed; none where the person was known as a
    contact of a customer. Which customer they speak for stands in its ``portal_users``.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="portal_account",
        verbose_name=_("user"),
    )
    lead = models.OneToOneField(
        Lead,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="portal_account",
        verbose_name=_("lead"),
    )
    verified_at = models.DateTimeField(_("e-mail confirmed"), default=timezone.now)
    visit = models.JSONField(_("first visit"), default=dict, blank=True)

    follows: ClassVar[frozenset[str]] = frozenset({"lead_id"})  # to the one that is merged into

    objects = PortalAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("portal account")
        verbose_name_plural = _("portal accounts")

    def __str__(self) -> str:
        return str(self.user)


class SignUp(models.Model):
    """Somebody typed an address; whether it is theirs the letter will show.

    Only hashes of the link's secret and of the browser's are kept. Who opens the link in another
    browser than the one that signed up chooses the password anew.
    """

    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=150)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    password = models.CharField(max_length=128, blank=True)  # as Django keeps passwords
    secret_hash = models.CharField(max_length=64, unique=True)
    browser_hash = models.CharField(max_length=64, blank=True)
    wanted = models.CharField(max_length=500, blank=True)  # where to go on: a path of ours
    visit = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        indexes = [models.Index(fields=["created_at"], name="sign_up_oldest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="sign_up_email_is_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.email

    def holds(self, at: datetime | None = None) -> bool:
        """Whether its link can still be used."""
        moment: Any = at or timezone.now()
        return self.used_at is None and moment < self.created_at + HOLDS
