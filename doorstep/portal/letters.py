"""Letters of the public site. The worker writes them, so that no answer takes longer for one
address than for another.
"""

from __future__ import annotations

from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from doorstep.portal.models import PlacedOrder, SignUp
from doorstep.records.models import Company
from doorstep.users.models import User


@task()
def send_sign_up(sign_up_id: int, secret: str, origin: str) -> None:
    """A new address gets the link; whose address is known is told so, and nothing else changes."""
    sign_up = SignUp.objects.filter(pk=sign_up_id).first()
    if sign_up is None or not sign_up.holds():
        return
    known = User.objects.by_email(sign_up.email)
    if known is None:
        _send_link(sign_up, origin + reverse("signup_open", args=[secret]))
    elif known.is_active and known.kind != User.Kind.SYSTEM:
        _send_known(known, origin)


@task()
def send_order(placed_id: int, secret: str, origin: str) -> None:
    """What was ordered; to a guest with the link that confirms it and shows it."""
    placed = PlacedOrder.objects.select_related("order__customer").get(pk=placed_id)
    order = placed.order
    lines = [_("Thank you for your order %s.") % order, ""]
    for line in order.lines.all():
        lines.append(f"{line.quantity.normalize():f} × {line.description}")
    total = f"{order.grand_total} {order.currency}"
    lines += ["", _("Total: %s") % total, ""]
    if secret:
        url = origin + reverse("guest_order", args=[secret])
        lines += [_("Confirm it, so that we can begin:"), "", url]
    elif origin:
        lines += [_("Follow it here:"), "", origin + reverse("portal_home")]
    subject = _("Your order %(order)s at %(company)s") % {"order": order, "company": _house()}
    send_mail(subject, "\n".join(lines), None, [placed.email])


def _send_link(sign_up: SignUp, link: str) -> None:
    lines = (
        _("Hello %s,") % sign_up.name,
        _("you wanted an account at %s. Confirm that this is your address:") % _house(),
        link,
        _("If it was not you, do nothing: no account is made."),
    )
    send_mail(_("Confirm your address"), "\n\n".join(lines), None, [sign_up.email])


def _send_known(user: User, origin: str) -> None:
    lines = (
        _("Hello %s,") % user.name,
        _("somebody, perhaps you, wanted an account at %s with this address.") % _house(),
        _("You have one already. Sign in:"),
        origin + reverse("login"),
        _("If you do not know your password any more, choose a new one:"),
        origin + reverse("account_reset_password"),
    )
    send_mail(_("You have an account already"), "\n\n".join(lines), None, [user.email])


def _house() -> str:
    return str(Company.current())
