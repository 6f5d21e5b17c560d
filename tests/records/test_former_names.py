"""A row that was renamed or merged is found by its former names: in files, views, programs."""

import pytest

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.parties.models import Lead, LeadSource, LeadStatus
from doorstep.parties.queries import status_named
from doorstep.parties.testing import make_lead
from doorstep.records.actions import create, replace, tag, update
from doorstep.records.kinds import Wrong
from doorstep.records.models import Tag
from doorstep.records.names import Names
from doorstep.users.models import Role
from doorstep.users.testing import make_user


@pytest.fixture
def ada(db):
    return make_user("ada@example.org", roles=[Role.objects.get(is_administrator=True)])


def source(name):
    return LeadSource.objects.get(name=name)


def named(ada, name):
    return Names(ada).named(LeadSource, name)


def test_a_renamed_row_is_found_by_both_names(ada):
    fair = source("Trade show")

    update(fair, by=ada, name="Fair")
    update(source("Fair"), by=ada, name="Exhibition")

    found = [named(ada, name) for name in ("TRADE  SHOW", "fair", "Exhibition")]
    assert found == [fair, fair, fair]


def test_a_merged_row_is_found_by_what_it_was_called(ada):
    fair, site = source("Trade show"), source("Website")
    update(fair, by=ada, name="Fair")

    replace(source("Fair"), by=ada, into=site)

    assert [named(ada, name) for name in ("Fair", "Trade show")] == [site, site]


def test_what_is_called_so_today_comes_first(ada):
    fair = source("Trade show")
    update(fair, by=ada, name="Fair")

    made = create(LeadSource, by=ada, name="Trade show")

    assert named(ada, "trade show") == made


def test_a_row_that_gets_its_name_back_has_no_former_one(ada):
    update(source("Trade show"), by=ada, name="Fair")
    update(source("Fair"), by=ada, name="Trade show")

    assert source("Trade show").former == "\nfair\n"


def test_an_undo_takes_the_former_name_back(ada):
    update(source("Trade show"), by=ada, name="Fair")
    undo(Event.objects.latest("pk"), by=ada)

    assert source("Trade show").former == ""
    with pytest.raises(Wrong):
        named(ada, "Fair")


@pytest.mark.parametrize("name", ["Trade", "show", "", "%", "\0", "\n", "trade_show"])
def test_a_part_of_a_former_name_is_no_name(ada, name):
    update(source("Trade show"), by=ada, name="Fair")

    with pytest.raises(Wrong):
        named(ada, name)


def test_a_saved_list_goes_on_working(client, ada):
    replied = LeadStatus.objects.get(code="REPLIED")
    lead = make_lead(owner=ada, name="Grace", status=replied)
    make_lead(owner=ada, name="Eve")
    client.force_login(ada)
    update(replied, by=ada, name="Answered")

    listed = client.get("/api/v1/leads?status=Replied").json()["items"]

    assert [(each["id"], each["status"]) for each in listed] == [(lead.pk, "Answered")]
    assert client.get("/leads/?status=Replied").status_code == 200
    assert client.get("/api/v1/leads?status=Nonsense").status_code == 422


def test_a_program_may_go_on_saying_it(client, ada):
    client.force_login(ada)
    update(source("Trade show"), by=ada, name="Fair")

    sent = {"name": "Grace", "source": "Trade show"}
    answer = client.post("/api/v1/leads", sent, content_type="application/json")

    assert answer.json()["source"] == "Fair"


def test_a_lead_moves_to_a_status_by_its_former_name(ada):
    replied = LeadStatus.objects.get(code="REPLIED")
    update(replied, by=ada, name="Answered")

    assert status_named("replied") == replied


def test_a_merged_word_hangs_the_tag_it_became(ada):
    lead = make_lead(owner=ada)
    tag(lead, by=ada, names=["vip", "v.i.p."])
    replace(Tag.objects.get(name="v.i.p."), by=ada, into=Tag.objects.get(name="vip"))

    tag(Lead.objects.get(pk=lead.pk), by=ada, names=["V.I.P."])

    assert [each.name for each in Tag.objects.all()] == ["vip"]
