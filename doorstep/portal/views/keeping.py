"""The settings of the shop, and what an item's page says of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from doorstep.office.views.parts import may_edit, only_for_editors_of
from doorstep.portal.actions import update_shop_policy
from doorstep.portal.models import ShopPolicy, shop_policy
from doorstep.portal.policy_form import SAYS, shop_policy_form
from doorstep.ui.http import Request
from doorstep.ui.pages import posted, refusals_shown_on, say_done
from doorstep.ui.settings_pages import settings_page
from doorstep.ui.since import is_as_seen

settings_page(
    "shop_policy",
    gettext_lazy("Shop"),
    "store",
    group="selling",
    order=30,
    may=may_edit(ShopPolicy),
)


@require_http_methods(["GET", "POST"])
@only_for_editors_of(ShopPolicy)
def shop_policy_page(request: Request) -> HttpResponse:
    """Whether the shop is open, and how it is kept."""
    form = shop_policy_form(request.user)(posted(request), instance=shop_policy())
    if is_as_seen(request, form) and form.is_valid():
        with refusals_shown_on(form):
            changed = {name: form.cleaned_data[name] for name in form.changed_data}
            if changed:
                update_shop_policy(ShopPolicy, by=request.user, **changed)
                say_done(request, _("Saved."))
            return redirect("shop_policy")
    context: dict[str, Any] = {"form": form, "says": SAYS, "title": _("Shop")}
    status = 422 if form.errors else 200
    return render(request, "portal/shop_policy.html", context, status=status)
