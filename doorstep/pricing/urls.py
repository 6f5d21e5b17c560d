from doorstep.pricing.records import ITEM_PRICES
from doorstep.ui.urls import record_urls

urlpatterns = [
    *record_urls(ITEM_PRICES, "item-prices"),
]
