"""The addresses of the public site, a list for each part of it."""

from django.urls import path

from doorstep.portal.views import documents

DOCUMENTS = [
    path("my/orders/", documents.orders_page, name="my_orders"),
    path("my/orders/<int:pk>/", documents.order_page, name="my_order"),
    path("my/quotations/", documents.quotations_page, name="my_quotations"),
    path("my/quotations/<int:pk>/", documents.quotation_page, name="my_quotation"),
    path("my/invoices/", documents.invoices_page, name="my_invoices"),
    path("my/<slug:kind>/<int:pk>/pdf/", documents.paper_page, name="my_paper"),
]
urlpatterns = [*DOCUMENTS]
