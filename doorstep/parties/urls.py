"""The pages of parties, each record type's own before those it shares with all."""

from django.urls import path

from doorstep.parties import views
from doorstep.parties.records import ADDRESSES, CONTACTS, CUSTOMERS, LEADS, SUPPLIERS
from doorstep.ui.record_page import record_page
from doorstep.ui.urls import record_urls

urlpatterns = [
    path("leads/<int:pk>/status/", views.lead_status, name="lead_status"),
    path("leads/<int:pk>/convert/", views.lead_convert, name="lead_convert"),
    path("settings/sales-policy/", views.policy_page, name="sales_policy"),
    path(
        "customers/<int:pk>/",
        record_page,
        {"records": CUSTOMERS, "template": "ui/wide_record.html"},
        name="customer_detail",
    ),
    *record_urls(LEADS, "leads"),
    *record_urls(CUSTOMERS, "customers"),
    *record_urls(CONTACTS, "contacts"),
    *record_urls(ADDRESSES, "addresses"),
    *record_urls(SUPPLIERS, "suppliers"),
]
