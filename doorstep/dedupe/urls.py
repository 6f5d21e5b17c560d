"""Where duplicates are found and merged."""

from django.urls import path

from doorstep.dedupe import known, views
from doorstep.parties.models import Contact, Customer, Lead

urlpatterns = [
    path("duplicates/", views.queue_page, name="duplicates"),
    path("duplicates/<slug:kind>/merge/", views.merge_page, name="merge"),
    path("duplicates/<slug:kind>/apart/", views.apart_page, name="told_apart"),
    path("duplicates/<slug:kind>/<int:pk>/with/", views.merge_with_page, name="merge_with"),
    path("leads/<int:pk>/known-as/<int:contact>/", known.known_page, name="lead_known_as"),
    path("leads/<int:pk>/known-as/<int:contact>/apart/", known.known_apart, name="lead_not_known"),
    path("leads/similar/", views.similar, {"model": Lead}, name="lead_similar"),
    path("contacts/similar/", views.similar, {"model": Contact}, name="contact_similar"),
    path("customers/similar/", views.similar, {"model": Customer}, name="customer_similar"),
]
