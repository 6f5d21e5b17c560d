"""The only place that knows all URLs."""

from django.urls import include, path
from django.views.generic import RedirectView

from doorstep.api import api
from doorstep.health import alive, ready

handler400 = "doorstep.ui.errors.not_understood"
handler403 = "doorstep.ui.errors.not_allowed"
handler404 = "doorstep.portal.site.not_found"
handler429 = "doorstep.office.signin.views.too_many"
handler500 = "doorstep.ui.faults.internal_error"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="today"), name="home"),
    path("api/v1/", api.urls),
    path("healthz", alive),
    path("readyz", ready),
    path("", include("doorstep.ui.urls")),
    path("", include("doorstep.search.urls")),
    path("", include("doorstep.office.urls")),
    path("", include("doorstep.activity.urls")),
    path("", include("doorstep.catalog.urls")),
    path("", include("doorstep.dedupe.urls")),
    path("", include("doorstep.parties.urls")),
    path("", include("doorstep.mail.urls")),
    path("", include("doorstep.pricing.urls")),
    path("", include("doorstep.pipeline.urls")),
    path("", include("doorstep.marketing.urls")),
    path("", include("doorstep.paper.urls")),
    path("", include("doorstep.selling.urls")),
    path("", include("doorstep.billing.urls")),
    path("", include("doorstep.portal.urls")),
    path("", include("doorstep.exchange.urls")),
    path("", include("doorstep.upkeep.urls")),
]
