"""Where files come in."""

from django.urls import path

from doorstep.exchange import views
from doorstep.exchange.exports import views as exports

urlpatterns = [
    path("exports/<slug:kind>/", exports.export_page, name="export"),
    path("exports/made/<int:pk>/", exports.export_detail, name="export_detail"),
    path("exports/made/<int:pk>/file", exports.export_file, name="export_file"),
    path("cards/<slug:kind>/<int:pk>.vcf", exports.card_page, name="card"),
    path("persons/<slug:kind>/<int:pk>.zip", exports.person_page, name="person"),
    path("imports/", views.import_list, name="import_list"),
    path("imports/<int:pk>/", views.import_detail, name="import_detail"),
    path("imports/<int:pk>/columns/", views.import_columns, name="import_columns"),
    path("imports/<int:pk>/progress/", views.import_progress, name="import_progress"),
    path("imports/<int:pk>/values/", views.import_values, name="import_values"),
    path("imports/<int:pk>/rows/<int:number>/", views.import_row, name="import_row"),
    path("imports/<int:pk>/discard/", views.import_discard, name="import_discard"),
    path("imports/<int:pk>/run/", views.import_run, name="import_run"),
    path("imports/<int:pk>/undo/", views.import_undo, name="import_undo"),
    path("imports/<int:pk>/rejected.csv", views.import_rejected, name="import_rejected"),
]
