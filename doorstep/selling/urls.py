from django.urls import path

from doorstep.paper.urls import paper_urls
from doorstep.selling.editor.views import item_options, party_options, reckon_page
from doorstep.selling.records import DELIVERY_NOTES, QUOTATIONS, SALES_ORDERS
from doorstep.selling.views import customers, deliveries, editing, orders, public, quotations
from doorstep.ui.urls import record_urls

QUOTES = {"editor": quotations.EDITOR}

urlpatterns = [
    path("q/<str:secret>/", public.public_quotation, name="public_quotation"),
    path("lines/items/", item_options, name="line_items"),
    path("quotations/new/", quotations.quotation_create, name="quotation_create"),
    path("quotations/reckon/", reckon_page, QUOTES, name="quotation_reckon"),
    path("quotations/parties/", party_options, QUOTES, name="quotation_parties"),
    path("leads/<int:pk>/quote/", quotations.quotation_for, {"kind": "lead"}, name="lead_quote"),
    path(
        "customers/<int:pk>/quote/",
        quotations.quotation_for,
        {"kind": "customer"},
        name="customer_quote",
    ),
    path("quotations/<int:pk>/", quotations.quotation_detail, name="quotation_detail"),
    path("quotations/<int:pk>/reckon/", reckon_page, QUOTES, name="quotation_reckon"),
    path("quotations/<int:pk>/send/", quotations.quotation_sending, name="quotation_sending"),
    path("quotations/<int:pk>/order/", quotations.quotation_order, name="quotation_order"),
    path("quotations/<int:pk>/lose/", quotations.quotation_lose, name="quotation_lose"),
    path("customers/<int:pk>/documents/", customers.customer_documents, name="customer_documents"),
    path("sales-orders/<int:pk>/", orders.sales_order_detail, name="sales_order_detail"),
    path("sales-orders/<int:pk>/edit/", editing.order_edit, name="sales_order_edit"),
    path("sales-orders/<int:pk>/deliver/", orders.order_dispatch, name="sales_order_dispatch"),
    path("sales-orders/<int:pk>/hold/", orders.order_hold, name="sales_order_hold"),
    path("sales-orders/<int:pk>/close/", orders.order_close, name="sales_order_close"),
    path("sales-orders/<int:pk>/cancel/", orders.order_cancel, name="sales_order_cancel"),
    path(
        "delivery-notes/<int:pk>/",
        deliveries.delivery_note_detail,
        name="delivery_note_detail",
    ),
    path("delivery-notes/<int:pk>/edit/", editing.delivery_edit, name="delivery_note_edit"),
    path(
        "delivery-notes/<int:pk>/return/",
        deliveries.delivery_return,
        name="delivery_note_dispatch",
    ),
    path(
        "delivery-notes/<int:pk>/cancel/",
        deliveries.delivery_cancel,
        name="delivery_note_cancel",
    ),
    *record_urls(QUOTATIONS, "quotations", without=("create",)),
    *paper_urls(QUOTATIONS, "quotations"),
    *record_urls(SALES_ORDERS, "sales-orders"),
    *paper_urls(SALES_ORDERS, "sales-orders"),
    *record_urls(DELIVERY_NOTES, "delivery-notes"),
    *paper_urls(DELIVERY_NOTES, "delivery-notes"),
]
