"""The verbs of contacts."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.normal.emails import email_key
from doorstep.parties.linking import be_main_nowhere, link_as_said, link_between, set_links, unlink
from doorstep.parties.models import (
    Contact,
    ContactLink,
    ContactPhone,
    Lead,
    sales_policy,
)
from doorstep.parties.people import check_name, make_contact
from doorstep.parties.rows import (
    emails_with,
    phones_with,
    read_emails,
    read_phones,
    write_emails,
    write_phones,
)
from doorstep.records.saving import put
from doorstep.users.models import User

NUMBERS = (ContactPhone.Kind.PHONE, ContactPhone.Kind.MOBILE)


@action("contact.created", verb="create", label=gettext_lazy("Create contact"), icon="plus")
def create_contact(
    contacts: type[Contact],
    *,
    by: User,
    emails: Any = (),
    phones: Any = (),
    links: Any = (),
    **values: Any,
) -> Contact:
    """Make a contact with its e-mails, numbers and links.

    ``email``, ``phone`` and ``mobile`` are the short way to say the primary ones.
    """
    emails, phones, links = list(emails), list(phones), list(links)
    if email := values.pop("email", ""):
        emails.append({"email": email, "is_primary": True})
    for kind in NUMBERS:
        if number := values.pop(kind, ""):
            phones.append({"number": number, "kind": kind, "is_primary": True})
    whose = links[0]["record"] if links else None
    _check_name(contacts(**{name: values[name] for name in NAMED if name in values}))
    region = sales_policy().country
    rows = {"emails": emails, "phones": phones, "called_after": whose}
    contact = make_contact({"owner": by} | values, by=by, region=region, **rows)
    set_links(contact, links, by=by)
    return contact


@action("contact.updated", verb="edit", label=gettext_lazy("Edit contact"), icon="pencil")
def update_contact(
    contact: Contact,
    *,
    by: User,
    emails: Any = None,
    phones: Any = None,
    links: Any = None,
    **values: Any,
) -> Contact:
    """Set what a contact says of itself. Rows that are given replace those it has.

    A number that changes follows to a lead whose only contact this is.
    """
    held = {kind: getattr(contact, kind) for kind in NUMBERS}
    if "email" in values:
        emails = emails_with(contact, values.pop("email"))
    for kind in NUMBERS:
        if kind in values:
            phones = phones_with(contact, values.pop(kind), kind, phones)
    aside = {name: values.pop(name) for name in ("tags", "custom") if name in values}
    for name, value in values.items():
        setattr(contact, name, value)
    _write_rows(contact, emails, phones)
    _check_name(contact)
    put(contact, by=by, **aside)
    if links is not None:
        set_links(contact, links, by=by)
    _push_numbers(contact, {kind for kind in NUMBERS if held[kind] != getattr(contact, kind)})
    return contact


@action(
    "contact.deleted",
    verb="delete",
    label=gettext_lazy("Delete"),
    told=gettext_lazy("deleted this contact"),
    icon="trash-2",
)
def delete_contact(contact: Contact, *, by: User) -> None:
    """Delete a contact; a customer whose main contact it was has none then."""
    be_main_nowhere(contact)
    contact.delete()


@action(
    "contact.linked",
    verb="edit",
    label=gettext_lazy("Link to a record"),
    told=gettext_lazy("linked this contact"),
    icon="link",
)
def link_contact(
    contact: Contact,
    *,
    by: User,
    record: Any,
    role: str | None = None,
    is_primary: bool | None = None,
    is_billing: bool | None = None,
) -> ContactLink:
    """Tie a contact to a lead, customer or supplier; once, with the marks that are given."""
    said = {"role": role, "is_primary": is_primary, "is_billing": is_billing}
    link: ContactLink = link_as_said(contact, record, by=by, **said)
    return link


@action(
    "contact.unlinked",
    verb="edit",
    label=gettext_lazy("Remove link"),
    told=gettext_lazy("took a link off this contact"),
    icon="link",
)
def unlink_contact(contact: Contact, *, by: User, record: Any) -> Contact:
    """Untie a contact from a lead, customer or supplier."""
    unlink(link_between(contact, record))
    return contact


@action(
    "contact.welcomed",
    verb="create",
    label=gettext_lazy("Attach to a user"),
    told=gettext_lazy("gave this contact a login"),
    icon="user-round",
)
def welcome_user(contacts: type[Contact], *, by: User, user: User) -> Contact:
    """Tie a user to the contact with their e-mail, or to a new one."""
    free = contacts.objects.filter(user=None, emails__email_key=email_key(user.email))
    contact = contacts.objects.filter(user=user).first() or free.order_by("pk").first()
    if contact is None:
        emails = [{"email": user.email, "is_primary": True}]
        values = {"name": str(user), "owner": user, "user": user}
        return make_contact(values, by=by, region="", emails=emails)
    contact.user = user
    contact.save()
    return contact


NAMED = ("salutation", "first_name", "middle_name", "last_name", "name", "organisation")


def _write_rows(contact: Contact, emails: Any, phones: Any) -> None:
    """Those that were given; the contact's own e-mail and numbers follow."""
    if emails is not None:
        write_emails(contact, read_emails(contact, emails))
    if phones is not None:
        region = sales_policy().country
        write_phones(contact, read_phones(contact, phones, region=region))


def _check_name(contact: Contact) -> None:
    contact.tidy()
    check_name(contact)


def _push_numbers(contact: Contact, kinds: set[str]) -> None:
    """To the leads that have this contact and no other."""
    if not kinds:
        return
    its = Lead._base_manager.filter(contact_links__contact=contact).values("pk")
    alone = Lead._base_manager.filter(pk__in=its).annotate(n=Count("contact_links")).filter(n=1)
    for lead in Lead._base_manager.filter(pk__in=alone.values("pk")):
        lead.region = sales_policy().country
        for kind in kinds:
            setattr(lead, kind, getattr(contact, kind))
        lead.tidy()
        lead.save()
