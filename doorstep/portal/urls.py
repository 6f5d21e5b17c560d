"""The addresses of the public site, a list for each part of it."""

from django.urls import path

from doorstep.portal.views import documents, messages, shop

DOCUMENTS = [
    path("my/orders/", documents.orders_page, name="my_orders"),
    path("my/orders/<int:pk>/", documents.order_page, name="my_order"),
    path("my/quotations/", documents.quotations_page, name="my_quotations"),
    path("my/quotations/<int:pk>/", documents.quotation_page, name="my_quotation"),
    path("my/invoices/", documents.invoices_page, name="my_invoices"),
    path("my/<slug:kind>/<int:pk>/pdf/", documents.paper_page, name="my_paper"),
]
SHOP = [
    path("shop/", shop.shop, name="shop"),
    path("shop/pages/<slug:slug>/", shop.shop_text, name="shop_text"),
    path("shop/pictures/<int:pk>/<slug:digest>", shop.shop_picture, name="shop_picture"),
    path("shop/<slug:slug>/", shop.shop_item, name="shop_item"),
]
MESSAGES = [
    path("my/messages/", messages.messages_page, name="my_messages"),
    path("site-messages/<slug:kind>/<int:pk>/", messages.message_answer, name="message_answer"),
]
urlpatterns = [*SHOP, *DOCUMENTS, *MESSAGES]
