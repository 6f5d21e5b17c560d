"""A proved address becomes an account, tied to whoever it is in the books."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import AlreadyDone, action
from doorstep.office.passwords import check_password_of
from doorstep.portal.joining import known_party, lead_of, person_of, tie
from doorstep.portal.models import PortalAccount, SignUp
from doorstep.portal.refusals import AccountExists, LinkUsed
from doorstep.users.models import User

AGAIN = timedelta(minutes=1)  # so long a second press of the button is the first one's


@action(
    "portal_account.opened",
    verb="create",
    label=gettext_lazy("Open account"),
    told=gettext_lazy("signed up"),
    icon="user-round",
    undoable=gettext_lazy("They may have used it already: suspend the user instead."),
)
def open_account(
    accounts: type[PortalAccount], *, by: User, sign_up: SignUp, password: str = ""
) -> PortalAccount:
    """Make the user and the account of a sign-up whose address is proved: once.

    Whoever is known by the address keeps being who they are; anybody else becomes a lead.
    ``password`` replaces the one that was typed with the sign-up.
    """
    held = SignUp.objects.select_for_update().get(pk=sign_up.pk)
    _refuse_used(held)
    if User.objects.by_email(held.email):
        raise AccountExists(_("You have an account already: sign in."))
    user = _user_of(held, password)
    known = known_party(held.email)
    lead = lead_of(known, held, user)
    party = lead or known
    contact = person_of(user, party, held)
    tie(user, party, contact)
    account = PortalAccount(user=user, lead=_own(lead), visit=held.visit)
    account.save()
    held.used_at = now()
    held.save(update_fields=["used_at"])
    return account


def _refuse_used(sign_up: SignUp) -> None:
    if sign_up.used_at and now() < sign_up.used_at + AGAIN:
        raise AlreadyDone(PortalAccount.objects.get(user__email=sign_up.email))
    if not sign_up.holds():
        says = _("This link was used already, or it is too old: sign in, or sign up anew.")
        raise LinkUsed(says)


def _user_of(sign_up: SignUp, password: str) -> User:
    user = User(email=sign_up.email, name=sign_up.name, kind=User.Kind.PORTAL)
    if password:
        check_password_of(user, password)
    user.password = make_password(password) if password else sign_up.password
    user.clean_fields(exclude=["password"])
    user.save()
    return user


def _own(lead: object) -> object:
    """A lead that another account was opened for already speaks for both by its contacts."""
    return None if lead and PortalAccount.objects.filter(lead=lead).exists() else lead
