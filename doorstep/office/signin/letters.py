"""Letters about signing in. The worker sends them, so that an answer tells nothing: it takes the
same time whether there is such a user or not.
"""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from doorstep.records.models import Company
from doorstep.users.models import User


def password_link(user: User, origin: str) -> str:
    """Where a user chooses a password: once, for some days, until another one is chosen."""
    values = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return origin + reverse("account_reset_password_from_key", kwargs=values)


@task()
def send_letter(to: str, subject: str, body: str) -> None:
    send_mail(subject, body, None, [to])


@task()
def send_reset(email: str, origin: str) -> None:
    """To whoever may sign in by this address; else to nobody."""
    user = User.objects.by_email(email)
    if user is None or not user.is_active or user.kind == User.Kind.SYSTEM:
        return
    lines = (
        _("Hello %s,") % user.name,
        _("somebody asked for a new password for you at %s. Choose it here:") % Company.current(),
        password_link(user, origin),
        _("If it was not you, do nothing: your password stays as it is."),
    )
    send_mail(_("Choose a new password"), "\n\n".join(lines), None, [user.email])


@task()
def send_invitation(user_id: int, origin: str, by: str) -> None:
    user = User.objects.get(pk=user_id)
    company = str(Company.current())
    lines = (
        _("Hello %s,") % user.name,
        _("%(who)s has invited you to %(company)s. Choose a password and come in:")
        % {"who": by, "company": company},
        password_link(user, origin),
        _("Your sign-in is this address: %s") % user.email,
    )
    subject = _("Your invitation to %s") % company
    send_mail(subject, "\n\n".join(lines), None, [user.email])
