from django.urls import path

from doorstep.paper.urls import paper_urls
from doorstep.selling.editor.urls import editor_urls
from doorstep.selling.editor.views import item_options
from doorstep.selling.records import DELIVERY_NOTES, QUOTATIONS, SALES_ORDERS
from doorstep.selling.views import (
    coupons,
    customers,
    deliveries,
    editing,
    letters,
    orders,
    public,
    quotations,
)
from doorstep.selling.views.sending import letter_urls
from doorstep.ui.urls import record_urls

urlpatterns = [
    path("q/<str:secret>/", public.public_quotation, name="public_quotation"),
    path("q/<str:secret>/pdf/", public.public_quotation_pdf, name="public_quotation_pdf"),
    path("lines/items/", item_options, name="line_items"),
    *editor_urls(quotations.EDITOR, "quotations"),
    *editor_urls(editing.ORDERS, "sales-orders"),
    *editor_urls(editing.DELIVERIES, "delivery-notes"),
    path("leads/<int:pk>/quote/", quotations.quotation_for, {"kind": "lead"}, name="lead_quote"),
    path(
        "customers/<int:pk>/quote/",
        quotations.quotation_for,
        {"kind": "customer"},
        name="customer_quote",
    ),
    path("quotations/<int:pk>/", quotations.quotation_detail, name="quotation_detail"),
    *letter_urls(letters.QUOTATION, "quotations"),
    *letter_urls(letters.ORDER, "sales-orders"),
    *letter_urls(letters.DELIVERY, "delivery-notes"),
    path(
        "quotations/<int:pk>/coupon/",
        coupons.coupon_dialog,
        {"records": QUOTATIONS},
        name="quotation_coupon",
    ),
    path(
        "sales-orders/<int:pk>/coupon/",
        coupons.coupon_dialog,
        {"records": SALES_ORDERS},
        name="sales_order_coupon",
    ),
    path("quotations/<int:pk>/order/", quotations.quotation_order, name="quotation_order"),
    path("quotations/<int:pk>/lose/", quotations.quotation_lose, name="quotation_lose"),
    path("customers/<int:pk>/documents/", customers.customer_documents, name="customer_documents"),
    path("sales-orders/<int:pk>/", orders.sales_order_detail, name="sales_order_detail"),
    path("sales-orders/<int:pk>/deliver/", orders.order_dispatch, name="sales_order_dispatch"),
    path("sales-orders/<int:pk>/hold/", orders.order_hold, name="sales_order_hold"),
    path("sales-orders/<int:pk>/close/", orders.order_close, name="sales_order_close"),
    path("sales-orders/<int:pk>/cancel/", orders.order_cancel, name="sales_order_cancel"),
    path(
        "delivery-notes/<int:pk>/",
        deliveries.delivery_note_detail,
        name="delivery_note_detail",
    ),
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
    *record_urls(SALES_ORDERS, "sales-orders", without=("create",)),
    *paper_urls(SALES_ORDERS, "sales-orders"),
    *record_urls(DELIVERY_NOTES, "delivery-notes", without=("create",)),
    *paper_urls(DELIVERY_NOTES, "delivery-notes"),
]
