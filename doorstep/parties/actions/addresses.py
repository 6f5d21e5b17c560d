"""The verbs of addresses."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.normal.countries import country_code
from doorstep.parties.linking import be_main_nowhere, link_as_said, link_between, set_links, unlink
from doorstep.parties.models import Address, AddressLink, AddressTemplate
from doorstep.parties.naming import free_name
from doorstep.parties.places import check_required, name_after
from doorstep.parties.postal import check_layout
from doorstep.parties.refusals import DefaultTemplateRequired
from doorstep.records.saving import put
from doorstep.users.models import User


@action("address.created", verb="create", label=gettext_lazy("Create address"), icon="plus")
def create_address(
    addresses: type[Address], *, by: User, links: Any = (), **values: Any
) -> Address:
    """Make an address. Without a title it is called after the first record it is linked to."""
    links = list(links)
    address = addresses(**{"owner": by} | _plain(values))
    _settle(address, party=links[0]["record"] if links else None)
    put(address, by=by, free=("name",), **_aside(values))
    set_links(address, links, by=by)
    return address


@action("address.updated", verb="edit", label=gettext_lazy("Edit address"), icon="pencil")
def update_address(address: Address, *, by: User, links: Any = None, **values: Any) -> Address:
    """Set what an address says. Links that are given replace those it has."""
    held = address.title, address.type
    for name, value in _plain(values).items():
        setattr(address, name, value)
    _settle(address, rename=(address.title.strip(), address.type) != held)
    put(address, by=by, free=("name",), **_aside(values))
    if links is not None:
        set_links(address, links, by=by)
    return address


@action(
    "address.deleted",
    verb="delete",
    label=gettext_lazy("Delete"),
    told=gettext_lazy("deleted this address"),
    icon="trash-2",
)
def delete_address(address: Address, *, by: User) -> None:
    """Delete an address; a customer whose main address it was has none then."""
    be_main_nowhere(address)
    address.delete()


@action(
    "address.linked",
    verb="edit",
    label=gettext_lazy("Link to a record"),
    told=gettext_lazy("linked this address"),
    icon="link",
)
def link_address(
    address: Address,
    *,
    by: User,
    record: Any,
    is_primary: bool | None = None,
    is_billing: bool | None = None,
    is_shipping: bool | None = None,
) -> AddressLink:
    """Tie an address to a lead, customer or supplier; once, with the marks that are given."""
    said = {"is_primary": is_primary, "is_billing": is_billing, "is_shipping": is_shipping}
    link: AddressLink = link_as_said(address, record, by=by, **said)
    return link


@action(
    "address.unlinked",
    verb="edit",
    label=gettext_lazy("Remove link"),
    told=gettext_lazy("took a link off this address"),
    icon="link",
)
def unlink_address(address: Address, *, by: User, record: Any) -> Address:
    """Untie an address from a lead, customer or supplier."""
    unlink(link_between(address, record))
    return address


@action(
    "address_template.created",
    verb="create",
    label=gettext_lazy("Create address template"),
    icon="plus",
)
def create_template(
    templates: type[AddressTemplate], *, by: User, **values: Any
) -> AddressTemplate:
    """Say how addresses of a country are written. The first one also serves all others."""
    template = templates(**values)
    template.is_default = template.is_default or not templates.objects.exists()
    return _save_template(template, by)


@action(
    "address_template.updated",
    verb="edit",
    label=gettext_lazy("Edit address template"),
    icon="pencil",
)
def update_template(template: AddressTemplate, *, by: User, **values: Any) -> AddressTemplate:
    """Change how addresses of a country are written."""
    if template.is_default and not values.get("is_default", True):
        _insist_on_default("is_default")
    for name, value in values.items():
        setattr(template, name, value)
    return _save_template(template, by)


@action(
    "address_template.deleted",
    verb="delete",
    label=gettext_lazy("Delete address template"),
    icon="trash-2",
)
def delete_template(template: AddressTemplate, *, by: User) -> None:
    """Forget how addresses of a country are written; the default one stays."""
    if template.is_default:
        _insist_on_default("id")
    template.delete()


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in ("tags", "custom")}


def _aside(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in ("tags", "custom") if name in values}


def _settle(address: Address, *, rename: bool = True, party: Any = None) -> None:
    """Tidied, complete, and called ``<title>-<type>``, with a number when that is taken."""
    address.tidy()
    held = address.name
    name_after(address, party)
    check_required(address)
    if rename:
        address.name = free_name(Address, "name", address.name, sign="-", besides=address.pk)
    else:
        address.name = held


def _save_template(template: AddressTemplate, by: User) -> AddressTemplate:
    template.country = country_code(template.country) or template.country
    check_layout(template.layout)
    if template.is_default:
        AddressTemplate.objects.filter(is_default=True).exclude(pk=template.pk).update(
            is_default=False
        )
    return put(template, by=by)


def _insist_on_default(field: str) -> None:
    says = _("One template is needed for all other countries. Make another the default first.")
    raise DefaultTemplateRequired(says, **{field: says})
