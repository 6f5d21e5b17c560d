"""What may be sold: opportunities, their stages, and what was said of them."""

from doorstep.pipeline.models.masters import Competitor, LostReason, OpportunityType, Stage
from doorstep.pipeline.models.opportunity import Opportunity, first_stage
from doorstep.pipeline.models.parts import (
    OpportunityCompetitor,
    OpportunityItem,
    OpportunityLostReason,
    StageChange,
)

__all__ = [
    "Competitor",
    "LostReason",
    "Opportunity",
    "OpportunityCompetitor",
    "OpportunityItem",
    "OpportunityLostReason",
    "OpportunityType",
    "Stage",
    "StageChange",
    "first_stage",
]
