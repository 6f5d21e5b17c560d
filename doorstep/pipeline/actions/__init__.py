"""The verbs of opportunities. Every change to one happens here."""

from doorstep.pipeline.actions.documents import advance_opportunity
from doorstep.pipeline.actions.ending import (
    close_opportunities,
    close_opportunity,
    lose_opportunity,
    note_reply,
    reopen_opportunity,
    win_opportunity,
)
from doorstep.pipeline.actions.letters import make_opportunity_of_message
from doorstep.pipeline.actions.making import (
    create_opportunity,
    make_opportunity_of_customer,
    make_opportunity_of_lead,
)
from doorstep.pipeline.actions.opportunities import (
    delete_opportunity,
    move_stage,
    move_stages,
    update_opportunity,
)
from doorstep.pipeline.actions.stages import create_stage, delete_stage, update_stage

__all__ = [
    "advance_opportunity",
    "close_opportunities",
    "close_opportunity",
    "create_opportunity",
    "create_stage",
    "delete_opportunity",
    "delete_stage",
    "lose_opportunity",
    "make_opportunity_of_customer",
    "make_opportunity_of_lead",
    "make_opportunity_of_message",
    "move_stage",
    "move_stages",
    "note_reply",
    "reopen_opportunity",
    "update_opportunity",
    "update_stage",
    "win_opportunity",
]
