"""The addresses of the public site, a list for each part of it."""

from django.urls import path

from doorstep.portal.records import SHOP_ITEMS, SHOP_PAGES
from doorstep.portal.views import (
    addresses,
    carts,
    checkout,
    documents,
    found,
    keeping,
    messages,
    profile,
    shop,
    signing_up,
)
from doorstep.ui.urls import record_urls

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
    path("shop/feed.xml", found.feed_xml, name="shop_feed_xml"),
    path("shop/feed.csv", found.feed_csv, name="shop_feed_csv"),
    path("shop/<slug:slug>/", shop.shop_item, name="shop_item"),
    path("robots.txt", found.robots, name="robots"),
    path("sitemap.xml", found.sitemap, name="shop_sitemap"),
]
KEEPING = [
    path("settings/shop/", keeping.shop_policy_page, name="shop_policy"),
    *record_urls(SHOP_ITEMS, "shop-items"),
    *record_urls(SHOP_PAGES, "shop-pages"),
]
MESSAGES = [
    path("my/profile/", profile.profile_page, name="my_profile"),
    path("my/messages/", messages.messages_page, name="my_messages"),
    path("site-messages/<slug:kind>/<int:pk>/", messages.message_answer, name="message_answer"),
]
FRONT = [
    path("signup/", signing_up.signup, name="signup"),
    path("signup/<str:secret>/", signing_up.signup_open, name="signup_open"),
    path("cart/", carts.cart, name="cart"),
    path("cart/add/", carts.cart_add, name="cart_add"),
    path("cart/set/", carts.cart_set, name="cart_set"),
    path("cart/coupon/", carts.cart_coupon, name="cart_coupon"),
    path("cart/visit/", shop.shop_visit, name="shop_visit"),
    path("cart/again/<int:pk>/", carts.cart_again, name="cart_again"),
    path("checkout/", checkout.checkout, name="checkout"),
    path("checkout/thanks/<int:pk>/", checkout.thanks, name="order_thanks"),
    path("checkout/sent/", checkout.order_sent, name="order_sent"),
    path("checkout/<str:secret>/", checkout.guest_order, name="guest_order"),
    path("my/", addresses.home, name="portal_home"),
    path("my/addresses/", addresses.my_addresses, name="my_addresses"),
    path("my/addresses/new/", addresses.address_new, name="my_address_new"),
    path("my/addresses/<int:pk>/", addresses.address_edit, name="my_address_edit"),
]

urlpatterns = [*SHOP, *FRONT, *DOCUMENTS, *MESSAGES, *KEEPING]
