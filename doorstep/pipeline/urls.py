"""The pages of opportunities, their own before those that all records share."""

from django.urls import path

from doorstep.pipeline import views
from doorstep.pipeline.records import OPPORTUNITIES
from doorstep.ui.urls import record_urls

urlpatterns = [
    path("leads/<int:pk>/opportunity/", views.lead_pursue, name="lead_pursue"),
    path("customers/<int:pk>/opportunity/", views.customer_pursue, name="customer_pursue"),
    path("opportunities/forecast/", views.forecast_page, name="opportunity_forecast"),
    path("opportunities/<int:pk>/", views.opportunity_detail, name="opportunity_detail"),
    path("opportunities/<int:pk>/stages/", views.opportunity_stages, name="opportunity_stages"),
    path("opportunities/<int:pk>/items/", views.opportunity_items, name="opportunity_items"),
    path("opportunities/<int:pk>/lose/", views.opportunity_lose, name="opportunity_lose"),
    path("opportunities/<int:pk>/status/", views.opportunity_status, name="opportunity_status"),
    path("opportunities/<int:pk>/move/", views.opportunity_move, name="opportunity_move"),
    *record_urls(OPPORTUNITIES, "opportunities", without=("detail", "move")),
]
