"""People we talk to, whoever they belong to."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doorstep.kit.addresses import address
from doorstep.kit.fields import EmailField, PhoneField, key_field
from doorstep.kit.normal.emails import email_key, normal_email
from doorstep.kit.normal.phones import phone_key
from doorstep.kit.normal.words import words
from doorstep.parties.models.parts import (
    PARTIES,
    Link,
    once_per_party,
    one_marked,
    to_exactly_one,
)
from doorstep.parties.models.person import Person
from doorstep.records.models import Part


class Contact(Person):
    """A person, shared by every lead, customer and supplier they speak for.

    ``email``, ``phone`` and ``mobile`` repeat the primary ones of its rows, for lists.
    """

    code = models.CharField(_("code"), max_length=700, unique=True, null=True, editable=False)  # noqa: DJ001 - nulls never collide
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    designation = models.CharField(_("designation"), max_length=100, blank=True)
    department = models.CharField(_("department"), max_length=100, blank=True)
    email = EmailField(_("e-mail"), blank=True)
    phone = PhoneField(_("phone"), blank=True)
    mobile = PhoneField(_("mobile"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="contact",
        null=True,
        blank=True,
        verbose_name=_("user"),
    )
    unsubscribed = models.BooleanField(_("unsubscribed"), default=False)

    untold: ClassVar[frozenset[str]] = Person.untold | {"code"}
    derives: ClassVar[dict[str, tuple[str, ...]]] = Person.derives | {
        "name": (*Person.derives["name"], "code")
    }

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="contact_newest"),
            models.Index(fields=["name", "id"], name="contact_by_name"),
            models.Index(fields=["organisation", "id"], name="contact_by_organisation"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("contact_detail", self.pk)

    def clean(self) -> None:
        if not (self.name or self.organisation):
            raise ValidationError({"name": _("A contact needs a name or an organisation.")})

    def tidy(self) -> None:
        self.organisation = words(self.organisation)
        self.settle_name(otherwise=self.organisation)


class ContactEmail(Part):
    """One of a contact's e-mail addresses."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="emails")
    email = EmailField(_("e-mail"))
    email_key = key_field(_("e-mail, as compared"))
    is_primary = models.BooleanField(_("primary"), default=False)

    part_of: ClassVar[str] = "contact"
    untold: ClassVar[frozenset[str]] = frozenset({"email_key"})
    derives: ClassVar[dict[str, tuple[str, ...]]] = {"email": ("email_key",)}

    class Meta:
        verbose_name = _("e-mail")
        ordering = ["-is_primary", "id"]
        indexes = [models.Index(fields=["email_key"], name="contact_by_email")]
        constraints = [
            models.UniqueConstraint(fields=["contact", "email_key"], name="one_row_per_email"),
            models.UniqueConstraint(
                fields=["contact"],
                condition=Q(is_primary=True),
                name="one_primary_email",
                violation_error_message=_("Only one e-mail can be primary."),
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def tidy(self) -> None:
        self.email = normal_email(self.email)
        self.email_key = email_key(self.email) or None


class ContactPhone(Part):
    """One of a contact's phone numbers: as it was typed, and as E.164."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone")
        MOBILE = "mobile", _("Mobile")

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="phones")
    number = PhoneField(_("number"))
    number_key = key_field(_("number, as compared"), 40)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.PHONE)
    is_primary = models.BooleanField(_("primary"), default=False)

    part_of: ClassVar[str] = "contact"
    untold: ClassVar[frozenset[str]] = frozenset({"number_key"})
    derives: ClassVar[dict[str, tuple[str, ...]]] = {"number": ("number_key",)}
    region = ""  # whose numbers need no prefix

    class Meta:
        verbose_name = _("phone number")
        ordering = ["-is_primary", "id"]
        indexes = [models.Index(fields=["number_key"], name="contact_by_phone")]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "number_key", "kind"], name="one_row_per_number"
            ),
            models.UniqueConstraint(
                fields=["contact", "kind"],
                condition=Q(is_primary=True),
                name="one_primary_number",
                violation_error_message=_("Only one phone and one mobile can be primary."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def tidy(self) -> None:
        self.number = words(self.number)
        self.number_key = phone_key(self.number, self.region) or None


class ContactLink(Link):
    """What a contact is to one party."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="links")
    role = models.CharField(_("role"), max_length=100, blank=True)
    is_primary = models.BooleanField(_("main contact"), default=False)
    is_billing = models.BooleanField(_("for invoices"), default=False)

    part_of: ClassVar[str] = "contact"
    ties: ClassVar[tuple[str, ...]] = ("contact", *PARTIES)

    class Meta:
        verbose_name = _("link of a contact")
        verbose_name_plural = _("links of contacts")
        default_related_name = "contact_links"
        constraints = [
            to_exactly_one("contact_link_to_one_party"),
            *once_per_party("contact", "contact"),
            *one_marked(
                "is_primary", "primary_contact", _("Only one contact can be the main one.")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact} – {self.party}"
