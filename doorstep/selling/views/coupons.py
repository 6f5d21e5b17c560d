"""The dialog that asks for the code of a coupon."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.records.types import RecordType
from doorstep.selling.couponing import apply_coupon, remove_coupon
from doorstep.selling.models import Quotation, SalesOrder
from doorstep.selling.views.dialogs import decided, visible
from doorstep.selling.views.orders import ASKS
from doorstep.ui.http import Request
from doorstep.ui.menus import in_menu
from doorstep.ui.pages import say_done


@ASKS
@login_required
def coupon_dialog(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """Use a coupon on a draft, or take the one that is there off again."""
    document = visible(request, records.model, pk)

    def act(**said: Any) -> Any:
        if request.POST.get("do") == "remove":
            done, says = remove_coupon(document, **said), _("The coupon is taken off.")
        else:
            code = request.POST.get("code", "").strip()[:60]
            done, says = apply_coupon(document, code=code, **said), _("The coupon is used.")
        say_done(request, says)
        return done

    return decided(request, document, "selling/_coupon.html", act, {"here": request.path})


for model in (Quotation, SalesOrder):
    in_menu(
        model,
        "coupon",
        gettext_lazy("Coupon"),
        "tag",
        verb="edit",
        may=lambda user, document: document.is_draft,
    )
