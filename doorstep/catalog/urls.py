from doorstep.catalog.records import EXCHANGE_RATES, ITEMS
from doorstep.ui.urls import record_urls

urlpatterns = [
    *record_urls(ITEMS, "items"),
    *record_urls(EXCHANGE_RATES, "exchange-rates"),
]
