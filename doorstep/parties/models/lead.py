"""Those who may buy."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doorstep.activity.models import NextContact
from doorstep.kit.addresses import address
from doorstep.kit.fields import CountryField, EmailField, PhoneField, WebsiteField, key_field
from doorstep.kit.normal.countries import country_code
from doorstep.kit.normal.emails import email_key, local_part, normal_email
from doorstep.kit.normal.phones import phone_key
from doorstep.kit.normal.websites import normal_website
from doorstep.kit.normal.words import words
from doorstep.parties.models.customer import Customer
from doorstep.parties.models.masters import (
    Campaign,
    Industry,
    LeadSource,
    LeadStatus,
    MarketSegment,
)
from doorstep.parties.models.person import Person
from doorstep.records.models import RecordQuerySet

WHO = _("Say who the lead is: a person, an organisation or an e-mail.")


def first_status() -> Any:
    """The status of a new lead, where the action that makes it says none."""
    rows = LeadStatus._base_manager.filter(code=LeadStatus.Code.OPEN)
    return rows.values_list("pk", flat=True).first()


class LeadQuerySet(RecordQuerySet):
    def open(self) -> LeadQuerySet:
        return self.exclude(status__kind__in=LeadStatus.CLOSED)


def _choice(model: Any, says: Any) -> models.ForeignKey:
    """A row of a short list. It has too few values for an index of its own to help."""
    return models.ForeignKey(
        model, models.PROTECT, null=True, blank=True, db_index=False, verbose_name=says
    )


def _user(says: Any, **options: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=says,
        **options,
    )


class Lead(Person, NextContact):
    """Someone who may buy. Converting a lead makes a Customer and a Contact.

    ``lead_owner`` is the salesperson, ``owner`` whose record it is: for a sign-up the web user.
    """

    class Type(models.TextChoices):
        CLIENT = "CLIENT", _("Client")
        CHANNEL_PARTNER = "CHANNEL_PARTNER", _("Channel partner")
        CONSULTANT = "CONSULTANT", _("Consultant")

    class RequestType(models.TextChoices):
        PRODUCT_ENQUIRY = "PRODUCT_ENQUIRY", _("Product enquiry")
        INFORMATION = "INFORMATION", _("Request for information")
        SUGGESTIONS = "SUGGESTIONS", _("Suggestions")
        OTHER = "OTHER", _("Other")

    class Employees(models.TextChoices):
        UP_TO_10 = "1-10", "1–10"
        UP_TO_50 = "11-50", "11–50"
        UP_TO_200 = "51-200", "51–200"
        UP_TO_500 = "201-500", "201–500"
        UP_TO_1000 = "501-1000", "501–1000"
        MORE = "1000+", "1000+"

    class Qualification(models.TextChoices):
        UNQUALIFIED = "UNQUALIFIED", _("Unqualified")
        IN_PROCESS = "IN_PROCESS", _("In process")
        QUALIFIED = "QUALIFIED", _("Qualified")

    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    job_title = models.CharField(_("job title"), max_length=100, blank=True)
    email = EmailField(_("e-mail"), blank=True)
    email_key = key_field(_("e-mail, as compared"))
    # True: nobody else may have this e-mail. Null, which never collides: it may be shared.
    email_unique = models.BooleanField(null=True, default=True, editable=False)
    phone = PhoneField(_("phone"), blank=True)
    phone_key = key_field(_("phone, as compared"), 40)
    mobile = PhoneField(_("mobile"), blank=True)
    mobile_key = key_field(_("mobile, as compared"), 40)
    website = WebsiteField(_("website"), blank=True)
    status = models.ForeignKey(
        LeadStatus,
        models.PROTECT,
        default=first_status,
        db_index=False,
        verbose_name=_("status"),
    )
    source = _choice(LeadSource, _("source"))
    campaign = _choice(Campaign, _("campaign"))
    industry = _choice(Industry, _("industry"))
    market_segment = _choice(MarketSegment, _("market segment"))
    from_customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="leads_brought",
        verbose_name=_("from customer"),
    )
    type = models.CharField(_("lead type"), max_length=20, choices=Type, blank=True)
    request_type = models.CharField(
        _("request type"), max_length=20, choices=RequestType, blank=True
    )
    request = models.CharField(_("interested in"), max_length=500, blank=True)
    value = models.DecimalField(_("value"), max_digits=15, decimal_places=2, null=True, blank=True)
    employees = models.CharField(_("employees"), max_length=10, choices=Employees, blank=True)
    annual_revenue = models.DecimalField(
        _("annual revenue"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    score = models.PositiveSmallIntegerField(_("score"), default=0)
    qualification = models.CharField(
        _("qualification"), max_length=12, choices=Qualification, blank=True
    )
    qualified_by = _user(_("qualified by"), db_index=False, editable=False)
    qualified_on = models.DateField(_("qualified on"), null=True, blank=True, editable=False)
    lead_owner = _user(_("lead owner"), db_index=False)
    city = models.CharField(_("city"), max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=100, blank=True)
    country = CountryField(_("country"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    unsubscribed = models.BooleanField(_("unsubscribed"), default=False)
    disabled = models.BooleanField(_("disabled"), default=False)
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        verbose_name=_("customer"),
    )

    owned_by: ClassVar[tuple[str, ...]] = ("lead_owner", "owner")
    untold: ClassVar[frozenset[str]] = Person.untold | {
        *("email_key", "email_unique", "phone_key", "mobile_key")
    }

    derives: ClassVar[dict[str, tuple[str, ...]]] = Person.derives | {
        "email": ("email_key",),
        "phone": ("phone_key",),
        "mobile": ("mobile_key",),
    }

    region = ""  # whose numbers need no prefix, where the lead's country is not known

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        default_related_name = "leads"
        indexes = [
            models.Index(fields=["status", "-created_at", "-id"], name="lead_list"),
            models.Index(fields=["-created_at", "-id"], name="lead_newest"),
            models.Index(fields=["next_contact_at", "id"], name="lead_next_contact"),
            models.Index(fields=["name", "id"], name="lead_by_name"),
            models.Index(fields=["value", "id"], name="lead_by_value"),
            models.Index(fields=["score", "id"], name="lead_by_score"),
            models.Index(fields=["lead_owner", "-created_at", "-id"], name="lead_of_owner"),
            *(
                models.Index(fields=[name], condition=Q(**{f"{name}__isnull": False}), name=index)
                for name, index in (
                    ("phone_key", "lead_by_phone"),
                    ("mobile_key", "lead_by_mobile"),
                    ("customer", "lead_of_customer"),
                )
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["email_key", "email_unique"],
                name="one_lead_per_email",
                violation_error_message=_("There is a lead with this e-mail already."),
            ),
            models.CheckConstraint(
                condition=Q(score__lte=100),
                name="lead_score_is_a_percentage",
                violation_error_message=_("The score is between 0 and 100."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What it goes by: the organisation if there is one, else the person."""
        return self.organisation or self.name

    @property
    def is_converted(self) -> bool:
        return self.customer_id is not None

    def get_absolute_url(self) -> str:
        return address("lead_detail", self.pk)

    def clean(self) -> None:
        if not (self.name or self.organisation or self.email):
            raise ValidationError({"name": WHO})

    def tidy(self) -> None:
        for field in ("organisation", "job_title", "city", "state"):
            setattr(self, field, words(getattr(self, field)))
        self.country = country_code(self.country) or words(self.country)
        self.website = normal_website(self.website)
        self.email = normal_email(self.email)
        self.email_key = email_key(self.email) or None
        region = self.country or self.region
        self.phone, self.mobile = words(self.phone), words(self.mobile)
        self.phone_key = phone_key(self.phone, region) or None
        self.mobile_key = phone_key(self.mobile, region) or None
        self.settle_name(otherwise=self.organisation or local_part(self.email))
