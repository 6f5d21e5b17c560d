"""Rules of one's own: what a mailbox takes no notice of."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.kit.journaled import Journaled, JournaledQuerySet
from doorstep.kit.normal.emails import HOST, email_key
from doorstep.mail.keys import list_key
from doorstep.mail.models.mailbox import Mailbox
from doorstep.users.access import ScopedQuerySet
from doorstep.users.models import User
from doorstep.users.models.user import KEEP

APART = re.compile(r"[\W_]+")


class IgnoreRuleQuerySet(ScopedQuerySet, JournaledQuerySet):
    def permitted(self, user: User, verb: str) -> Self:
        """Whoever keeps a mailbox keeps its rules."""
        return self.filter(mailbox__in=Mailbox.objects.permitted(user, KEEP))


class IgnoreRule(Journaled):
    """Messages of this sender, host, list or with these words in the subject are ignored."""

    class What(models.TextChoices):
        SENDER = "SENDER", gettext_lazy("Sender’s address")
        DOMAIN = "DOMAIN", gettext_lazy("Sender’s domain")
        SUBJECT = "SUBJECT", gettext_lazy("Words in the subject")
        LIST = "LIST", gettext_lazy("Mailing list")

    part_of: ClassVar[str] = "mailbox"
    untold: ClassVar[frozenset[str]] = frozenset({"key"})

    mailbox = models.ForeignKey(
        Mailbox, models.CASCADE, related_name="rules", verbose_name=gettext_lazy("mailbox")
    )
    what = models.CharField(gettext_lazy("what"), max_length=10, choices=What)
    value = models.CharField(gettext_lazy("which"), max_length=200)
    key = models.CharField(max_length=250, editable=False)

    objects = IgnoreRuleQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("rule")
        verbose_name_plural = gettext_lazy("rules")
        ordering = ["what", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "what", "key"],
                name="each_rule_once",
                violation_error_message=gettext_lazy("This rule is there already."),
            )
        ]

    def __str__(self) -> str:
        shown: Any = self.get_what_display()
        return _("Rule: %(what)s “%(value)s”") % {"what": shown, "value": self.value}

    def tidy(self) -> None:
        self.value = " ".join(self.value.split())
        self.key = KEYS[self.what](self.value) if self.what in KEYS else ""

    def clean(self) -> None:
        if not self.key:
            raise ValidationError({"value": MISSED.get(self.what, _("Choose what to look at."))})

    def fits(self, sender: str, subject: str, list_id: str) -> bool:
        """Of a message with this sender (its key), subject and list (its key)."""
        match self.what:
            case self.What.SENDER:
                return sender == self.key
            case self.What.DOMAIN:
                host = sender.rpartition("@")[2]
                return host == self.key or host.endswith(f".{self.key}")
            case self.What.LIST:
                return list_id == self.key
            case _:
                return f" {self.key} " in f" {phrase(subject)} "


def phrase(text: str) -> str:
    """Its words, whatever stands between them and however they are written."""
    return APART.sub(" ", text.casefold()).strip()


def _host(text: str) -> str:
    host = email_key(f"x@{text.lstrip('@').strip()}").rpartition("@")[2]
    return host if HOST.fullmatch(host) else ""


def _words(text: str) -> str:
    key = phrase(text)[:200]
    return key if len(key) >= 3 else ""  # less would fit nearly everything


KEYS: dict[str, Callable[[str], str]] = {
    IgnoreRule.What.SENDER: email_key,
    IgnoreRule.What.DOMAIN: _host,
    IgnoreRule.What.SUBJECT: _words,
    IgnoreRule.What.LIST: list_key,
}
MISSED: dict[str, Any] = {
    IgnoreRule.What.SENDER: gettext_lazy("This is not an e-mail address."),
    IgnoreRule.What.DOMAIN: gettext_lazy("Write what stands behind the @, like fairs.example."),
    IgnoreRule.What.SUBJECT: gettext_lazy("Write at least three letters."),
    IgnoreRule.What.LIST: gettext_lazy(
        "Write what the header List-Id says, like news.fairs.example."
    ),
}
