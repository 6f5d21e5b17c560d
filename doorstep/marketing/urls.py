from django.urls import path

from doorstep.marketing import views
from doorstep.marketing.records import MAIL_SEQUENCES
from doorstep.ui.urls import record_urls

urlpatterns = [
    path("mail-sequences/<int:pk>/letters/", views.step_add, name="step_add"),
    path(
        "mail-sequences/<int:pk>/letters/<int:step>/remove/", views.step_remove, name="step_remove"
    ),
    path("mail-sequences/enrol/<slug:kind>/", views.sequence_enrol, name="sequence_enrol"),
    path("mail-sequences/enrol/<slug:kind>/<int:pk>/", views.record_enrol, name="record_enrol"),
    path("enrolments/<int:pk>/stop/", views.enrolment_stop, name="enrolment_stop"),
    *record_urls(MAIL_SEQUENCES, "mail-sequences"),
]
