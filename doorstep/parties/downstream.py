"""Where what is made of leads has a say in them, without being known here.

What stands above hangs on a lead: when it is converted, that goes to the customer in the same
action, so that undoing the one undoes the other. And it may be what a lead's status follows.
"""

from __future__ import annotations

from collections.abc import Callable

from doorstep.parties.models import Customer, Lead, LeadStatus
from doorstep.users.models import User

Bring = Callable[[Lead, Customer, User], None]
Count = Callable[[Lead], str]
Why = Callable[[Lead, LeadStatus], str]
_bringing: list[tuple[Bring, Count]] = []
_reasons: list[Why] = []


def comes_along(bring: Bring, said: Count) -> None:
    """At conversion ``bring`` gives the customer what was the lead's; ``said`` tells beforehand
    what that will be: "2 opportunities".
    """
    _bringing.append((bring, said))


def bring_along(lead: Lead, customer: Customer, by: User) -> None:
    """Only inside an action."""
    for bring, _said in _bringing:
        bring(lead, customer, by)


def what_comes_along(lead: Lead) -> list[str]:
    return [told for _bring, said in _bringing if (told := said(lead))]


def holds_status(why: Why) -> Why:
    """``why`` says what keeps a lead from another status by hand; nothing where nothing does."""
    _reasons.append(why)
    return why


def why_status_stays(lead: Lead, status: LeadStatus) -> str:
    return next((said for why in _reasons if (said := why(lead, status))), "")
