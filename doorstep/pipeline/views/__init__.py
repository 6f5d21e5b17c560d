"""The pages of opportunities."""

from doorstep.pipeline.views.dialogs import (
    customer_pursue,
    lead_pursue,
    opportunity_items,
    opportunity_lose,
    opportunity_move,
    opportunity_status,
)
from doorstep.pipeline.views.forecast import forecast_page
from doorstep.pipeline.views.pages import opportunity_detail, opportunity_stages

__all__ = [
    "customer_pursue",
    "forecast_page",
    "lead_pursue",
    "opportunity_detail",
    "opportunity_items",
    "opportunity_lose",
    "opportunity_move",
    "opportunity_stages",
    "opportunity_status",
]
