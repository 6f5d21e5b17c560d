"""Why something about a party is refused; clients may rely on the codes."""

from __future__ import annotations

from doorstep.kit.errors import Conflict, Invalid


class NameRequired(Invalid):
    code = "name_required"


class DuplicateLeadEmail(Conflict):
    code = "duplicate_lead_email"


class OwnerIsLead(Invalid):
    code = "owner_is_lead"


class SetByConversion(Invalid):
    code = "set_by_conversion"


class StatusFollows(Conflict):
    """What was made of a lead says how far it is."""

    code = "status_follows"


class MultiplePrimary(Invalid):
    code = "multiple_primary"


class AddressTitleMissing(Invalid):
    code = "address_title_missing"


class DefaultTemplateRequired(Conflict):
    code = "default_template_required"


class NameIsGroup(Invalid):
    code = "name_is_group"


class TeamNot100(Invalid):
    code = "team_not_100"


class DuplicateCompanyRow(Invalid):
    code = "duplicate_company_row"


class GroupRequired(Invalid):
    code = "group_required"


class NotOfParty(Invalid):
    code = "not_of_party"


class Reserved(Conflict):
    code = "reserved"
