"""A mailbox as an administrator types it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from doorstep.kit.normal.emails import check_email
from doorstep.mail.forms.ports import port_and_security
from doorstep.mail.models import Mailbox, MailProvider
from doorstep.users.models import Team, User

OWN = ("kind", "owner", "team", "user_name")
NAMED = ("imap_host", "imap", "smtp_host", "smtp", "smtp_user_name", "smtp_password")
PLAIN = ("reads", "kind", "links_known", "signs_answers")
STARTS = [("90", _("The last 90 days")), ("0", _("Today")), ("365", _("A year")), ("", _("All"))]


class MailboxForm(forms.Form):
    """Without a password the one that is kept stays. A provider names the servers, and where one
    signs in there, no password is asked for.
    """

    address = forms.CharField(label=_("Address"), max_length=254, validators=[check_email])
    imap_host = forms.CharField(label=_("IMAP server"), max_length=255)
    imap = forms.CharField(label=_("Port"), initial="993:TLS", max_length=20)
    smtp_host = forms.CharField(label=_("SMTP server"), max_length=255, required=False)
    smtp = forms.CharField(label=_("Port"), initial="587:STARTTLS", max_length=20)
    user_name = forms.CharField(label=_("User name"), max_length=254, required=False)
    password = forms.CharField(
        label=_("Password"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput,
    )
    smtp_user_name = forms.CharField(
        label=_("Other user name for sending"), max_length=254, required=False
    )
    smtp_password = forms.CharField(
        label=_("Other password for sending"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput,
    )
    reads = forms.ChoiceField(
        label=_("Folders to read"),
        choices=Mailbox.Reads.choices[:3],
        initial=Mailbox.Reads.INBOX_AND_SENT,
    )
    starts = forms.ChoiceField(label=_("Start with"), choices=STARTS, initial="90", required=False)
    name = forms.CharField(label=_("Name of the sender"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Mailbox.Kind.choices)
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Whose"), required=False, empty_label="–"
    )
    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("Only this team"), required=False, empty_label="–"
    )
    links_known = forms.BooleanField(label=_("Link to known addresses"), required=False)
    signs_answers = forms.BooleanField(label=_("Answers come to a signed address"), required=False)
    waits = forms.BooleanField(label=_("Unknown senders wait for a person"), required=False)

    def __init__(
        self,
        *args: Any,
        mailbox: Mailbox | None = None,
        provider: MailProvider | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.mailbox = mailbox
        self.provider = mailbox.provider if mailbox else provider
        if self.provider is not None:
            signs_in_there = self.provider.signs_in_there
            for name in (*NAMED, *(("password",) if signs_in_there else ())):
                del self.fields[name]
        people: Any = self.fields["owner"]
        people.queryset = User.objects.staff().filter(is_active=True).order_by("name")
        teams: Any = self.fields["team"]
        teams.queryset = Team.objects.order_by("name")
        if mailbox is not None:
            del self.fields["starts"]

    @classmethod
    def held(cls, mailbox: Mailbox) -> dict[str, Any]:
        same = ("address", "imap_host", "smtp_host", "user_name", "smtp_user_name", "name")
        held = {name: getattr(mailbox, name) for name in (*same, *PLAIN)}
        return held | {
            "imap": f"{mailbox.imap_port}:{mailbox.imap_security}",
            "smtp": f"{mailbox.smtp_port}:{mailbox.smtp_security}",
            "owner": mailbox.owner_id,
            "team": mailbox.team_id,
            "waits": not mailbox.makes_leads,
        }

    def clean_imap(self) -> tuple[int, str]:
        return port_and_security(self.cleaned_data["imap"])

    def clean_smtp(self) -> tuple[int, str]:
        return port_and_security(self.cleaned_data["smtp"])

    @property
    def values(self) -> dict[str, Any]:
        """What the actions take."""
        said = dict(self.cleaned_data)
        if "imap" in said:
            said["imap_port"], said["imap_security"] = said.pop("imap")
            said["smtp_port"], said["smtp_security"] = said.pop("smtp")
        elif self.provider and self.mailbox is None:
            said |= {"provider": self.provider, **self.provider.servers}
        said["makes_leads"] = not said.pop("waits")
        if "address" in said:
            said["user_name"] = said.get("user_name") or said["address"]
        starts = said.pop("starts", None)
        if starts:
            said["reads_since"] = localdate() - timedelta(days=int(starts))
        return said

    def typed(self) -> Mailbox:
        """The mailbox as it would be, to be tried out; nothing is kept."""
        mailbox = Mailbox()
        if self.mailbox is not None:
            for field in Mailbox._meta.concrete_fields:
                setattr(mailbox, field.attname, getattr(self.mailbox, field.attname))
        said = self.values
        for given, column in (("password", "secret"), ("smtp_password", "smtp_secret")):
            if secret := said.pop(given, ""):
                mailbox.set_secret(secret, column)
        for name, value in said.items():
            setattr(mailbox, name, value)
        mailbox.tidy()
        return mailbox


class OwnMailboxForm(MailboxForm):
    """One's own, at a provider that an administrator has named. One signs in with the address, so
    that the server says whose it is.
    """

    shares = forms.ChoiceField(label=_("Who reads it"), choices=Mailbox.Shares.choices)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in (*OWN, *NAMED, *(("address",) if self.mailbox else ())):
            self.fields.pop(name, None)

    @classmethod
    def held(cls, mailbox: Mailbox) -> dict[str, Any]:
        return super().held(mailbox) | {"shares": mailbox.shares}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("shares") == Mailbox.Shares.OWNER:
            said["waits"] = True  # a lead would tell others what a letter says
        return said
