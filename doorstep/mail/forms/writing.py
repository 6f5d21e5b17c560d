"""What one is asked for a letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from doorstep.kit.errors import Refusal
from doorstep.mail.addressees import parse_people, shown
from doorstep.mail.models import Mailbox, MailTemplate
from doorstep.users.models import User

LONGEST = 100_000


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        found: list[UploadedFile] = files.getlist(name) if hasattr(files, "getlist") else []
        return found


class FilesField(forms.Field):
    widget = SeveralFiles


class LetterForm(forms.Form):
    """A letter: from which mailbox, to whom, and what it says."""

    mailbox = forms.ModelChoiceField(label=_("From"), queryset=Mailbox.objects.none())
    to = forms.CharField(label=_("To"), max_length=10_000, required=False)
    cc = forms.CharField(label=_("Cc"), max_length=10_000, required=False)
    bcc = forms.CharField(label=_("Bcc"), max_length=10_000, required=False)
    subject = forms.CharField(label=_("Subject"), max_length=250, required=False)
    text = forms.CharField(
        label=_("Text"), max_length=LONGEST, required=False, strip=False, widget=forms.Textarea
    )
    send_at = forms.DateTimeField(
        label=_("Send later"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    template = forms.ModelChoiceField(
        label=_("Template"), queryset=MailTemplate.objects.none(), required=False
    )
    files = FilesField(label=_("Files"), required=False)
    draft = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, by: User, place: str = "", **options: Any) -> None:
        super().__init__(*args, auto_id=f"{place or 'letter'}_%s", **options)
        usable = Mailbox.objects.usable_by(by).order_by("-kind", "address_key")
        self.fields["mailbox"].queryset = usable  # type: ignore[attr-defined]
        self.fields["template"].queryset = MailTemplate.objects.offered()  # type: ignore[attr-defined]
        self.fields["mailbox"].empty_label = None  # type: ignore[attr-defined]
        self.fields["template"].empty_label = _("Template …")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("to", "cc", "bcc"):
            try:
                cleaned[name] = parse_people(cleaned.get(name, ""), name)
            except Refusal as refusal:
                self.add_error(name, refusal.message)
        return cleaned

    @property
    def letter(self) -> dict[str, Any]:
        """What the actions take."""
        names = ("mailbox", "to", "cc", "bcc", "subject", "text")
        values = {name: self.cleaned_data[name] for name in names}
        return values | {"text": values["text"].replace("\r\n", "\n").rstrip()}


def as_typed(people: Any) -> str:
    """Addresses as one types them into a field."""
    return ", ".join(shown(each) for each in people)


class SignatureForm(forms.Form):
    """What stands below one's letters."""

    text = forms.CharField(
        label=_("Signature"), max_length=2_000, required=False, widget=forms.Textarea
    )
