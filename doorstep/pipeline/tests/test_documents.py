"""How documents move an opportunity, and hold it."""

import pytest

from doorstep.history.action import last_event
from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict
from doorstep.pipeline import documents
from doorstep.pipeline.actions import lose_opportunity, move_stage, reopen_opportunity
from doorstep.pipeline.advancing import advance_by_document
from doorstep.pipeline.documents import To
from doorstep.pipeline.models import LostReason
from doorstep.pipeline.testing import make_opportunity, stage


def told(deal, to, by, **said):
    moved = advance_by_document(deal, to, f"Paper {to.lower()}", by=by, **said)
    return moved.status, moved.stage.name


def test_its_documents_say_how_far_it_is_and_take_it_back(alice):
    deal = make_opportunity(owner=alice)  # acceptance 109

    assert told(deal, To.QUOTED, alice) == ("QUOTATION", "Proposal")
    assert told(deal, To.ACCEPTED, alice) == ("QUOTATION", "Negotiation")
    assert told(deal, To.ORDERED, alice) == ("CONVERTED", "Won")
    assert told(deal, To.QUOTED, alice) == ("QUOTATION", "Negotiation")
    assert told(deal, To.WITHDRAWN, alice) == ("OPEN", "Qualify")
    assert Event.objects.get(detail__startswith="Paper ordered").detail.endswith("→ Won")


def test_a_document_never_takes_it_back_where_people_brought_it(alice):
    deal = make_opportunity(owner=alice)
    move_stage(deal, by=alice, stage=stage("Negotiation"))

    assert told(deal, To.QUOTED, alice) == ("QUOTATION", "Negotiation")
    assert told(deal, To.WITHDRAWN, alice) == ("OPEN", "Negotiation")


def test_a_lost_quotation_brings_its_reasons_along(alice):
    deal = make_opportunity(owner=alice)  # acceptance 110
    reason = LostReason.objects.first()
    told(deal, To.QUOTED, alice)

    assert told(deal, To.LOST, alice, lost_reasons=[reason]) == ("LOST", "Lost")
    assert deal.lost_for.get().reason == reason
    deal.refresh_from_db()
    assert reopen_opportunity(deal, by=alice).stage.name == "Proposal"


def test_it_cannot_be_lost_while_somebody_may_accept(alice, monkeypatch):
    deal, reasons = make_opportunity(owner=alice), list(LostReason.objects.all()[:1])
    told(deal, To.QUOTED, alice)
    monkeypatch.setattr(documents, "_active", [lambda each: ["QTN-7"]])  # what selling says
    deal.refresh_from_db()

    with pytest.raises(Conflict, match="QTN-7"):
        lose_opportunity(deal, by=alice, lost_reasons=reasons)


def test_what_somebody_else_looks_after_is_moved_in_the_name_of_doorstep(alice, carol):
    deal = make_opportunity(owner=alice)

    told(deal, To.ORDERED, carol)

    event = last_event()
    assert event.by.kind == "SYSTEM"
    undo(event, by=alice)
    deal.refresh_from_db()
    assert (deal.status, deal.stage.name) == ("OPEN", "Qualify")
