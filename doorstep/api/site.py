"""The API put together: who may come in, how much, and what there is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.parser import Parser
from ninja.security import SessionAuth
from ninja.utils import check_csrf

from doorstep.activity import api as activity
from doorstep.activity.calendar.api import router as occurrences
from doorstep.api.attachments import router as attachments
from doorstep.api.journal import router as journal
from doorstep.api.limits import PerUser
from doorstep.api.refusals import WORDS, refuse_in_one_shape
from doorstep.api.routers import routers
from doorstep.api.undoing import router as undoing
from doorstep.billing import api as billing
from doorstep.dedupe.api import ROUTERS as MERGING
from doorstep.mail.api import router as messages
from doorstep.marketing.api import router as mail_sequences
from doorstep.office.bearer import Bearer
from doorstep.parties.api import customers, identity
from doorstep.parties.api import router as leads
from doorstep.pipeline import api as pipeline
from doorstep.pricing.api import router as prices
from doorstep.search.api import router as search
from doorstep.selling import api as selling


class Session(SessionAuth):
    """Whoever is signed in to the pages; what changes something brings their token along."""

    def __call__(self, request: HttpRequest) -> Any:
        if not request.user.is_authenticated:
            return None
        if check_csrf(request):
            raise HttpError(403, str(WORDS[403]))
        return request.user


class Body(Parser):
    """JSON; a form in which nothing is filled in says as little as no body."""

    def parse_body(self, request: HttpRequest) -> Any:
        is_form = request.content_type == "multipart/form-data"
        if is_form and not (request.POST or request.FILES):
            return {}
        return super().parse_body(request)


api = NinjaAPI(
    parser=Body(),
    title="Doorstep",
    version="1",
    auth=[Bearer(), Session(csrf=False)],
    throttle=[PerUser()],
    openapi_url=None,
    docs_url=None,
)
refuse_in_one_shape(api)
for prefix, router in routers():
    api.add_router(prefix, router)
api.add_router("/leads", leads)
api.add_router("/customers", customers)
api.add_router("/leads", selling.leads)
api.add_router("/quotations", selling.quotations)
api.add_router("/sales-orders", selling.orders)
api.add_router("/sales-orders", billing.orders)
api.add_router("/delivery-notes", selling.deliveries)
api.add_router("/delivery-notes", billing.deliveries)
api.add_router("/sales-invoices", billing.invoices)
api.add_router("/credit-notes", billing.credit_notes)
api.add_router("/payments", billing.payments)
api.add_router("/leads", pipeline.leads)
api.add_router("/customers", pipeline.customers)
api.add_router("/opportunities", pipeline.router)
api.add_router("/messages", pipeline.messages)
api.add_router("/messages", messages)
api.add_router("/mail-sequences", mail_sequences)
api.add_router("/who-is", identity)
api.add_router("/items", prices)
api.add_router("/calendar-events", activity.events)
api.add_router("/calendar-events", occurrences)
api.add_router("/tasks", activity.tasks)
api.add_router("/calls", activity.calls)
api.add_router("/next-contact", activity.next_contact)
for prefix, router in MERGING.items():
    api.add_router(f"/{prefix}", router)
api.add_router("", journal)
api.add_router("", undoing)
api.add_router("", search)
api.add_router("/attachments", attachments)
