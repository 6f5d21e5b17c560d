"""One record opened to one more person: everywhere, for that record alone, and taken back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from doorstep.activity.actions import add_note
from doorstep.history.action import last_event
from doorstep.history.actions import undo
from doorstep.history.entries import story
from doorstep.history.in_sight import newest_seen
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict, Forbidden, Invalid
from doorstep.parties.actions import assign_lead
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead
from doorstep.records.actions import attach, delete, share_record, stop_sharing, update
from doorstep.records.models import Share
from doorstep.records.searching import search
from doorstep.records.types import REGISTRY
from doorstep.users.access import Reach
from doorstep.users.explain import why
from doorstep.users.models import User
from doorstep.users.testing import grant, make_role, make_user
from tests.test_record_types import make

JSON = "application/json"


@pytest.fixture
def lead(carol):
    return make_lead(owner=carol, name="Zyzzyva Ltd")


def anew(user):
    """As the next request reads them."""
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("records", REGISTRY.values(), ids=lambda each: each.kind)
def test_a_record_of_any_kind_can_be_shared(records, alice, carol):
    mine, other = make(records, owner=carol), make(records, owner=carol)

    share_record(mine, by=carol, to=alice)

    assert list(records.model.objects.visible_to(anew(alice))) == [mine]
    assert not records.model.objects.permitted(anew(alice), "edit").exists()
    assert other.pk != mine.pk


def test_it_is_seen_on_pages_in_lists_in_the_api_and_by_search(as_alice, alice, carol, lead):
    share_record(lead, by=carol, to=alice)

    assert as_alice.get(f"/leads/{lead.pk}/").status_code == 200
    assert "Zyzzyva" in as_alice.get("/leads/").text
    assert as_alice.get(f"/api/v1/leads/{lead.pk}").status_code == 200
    assert [each["id"] for each in as_alice.get("/api/v1/leads").json()["items"]] == [lead.pk]
    assert as_alice.get("/api/v1/leads/count").json()["count"] == 1
    assert [hit.id for hit in search(anew(alice), "zyzzyva", [REGISTRY[Lead]])] == [lead.pk]
    assert as_alice.get(f"/api/v1/leads/{lead.pk}/timeline").status_code == 200


def test_what_was_shared_and_taken_back_is_not_there_any_more(as_alice, alice, carol, lead):
    share_record(lead, by=carol, to=alice)
    as_alice.get("/api/v1/leads")

    stop_sharing(lead, by=carol, to=alice)

    assert as_alice.get(f"/leads/{lead.pk}/").status_code == 404
    assert as_alice.get("/api/v1/leads").json()["items"] == []
    assert search(anew(alice), "zyzzyva", [REGISTRY[Lead]]) == []
    assert not anew(alice).has_shares


def test_undo_and_redo_of_sharing_close_and_open_it(alice, carol, lead):
    share_record(lead, by=carol, to=alice)
    shared = last_event()

    undo(shared, by=carol)
    assert not Lead.objects.visible_to(anew(alice)).exists()

    undo(last_event(), by=carol)
    assert Lead.objects.visible_to(anew(alice)).exists()


def test_who_only_sees_it_changes_nothing(alice, carol, lead):
    share_record(lead, by=carol, to=alice)

    for write in (
        lambda: update(lead, by=anew(alice), name="Mine"),
        lambda: add_note(lead, by=anew(alice), text="Hello"),
        lambda: delete(lead, by=anew(alice)),
        lambda: share_record(lead, by=anew(alice), to=alice),
    ):
        with pytest.raises(Forbidden):
            write()


def test_who_works_on_it_neither_takes_it_nor_passes_it_on(alice, bob, carol, lead):
    share_record(lead, by=carol, to=alice, is_editor=True)
    me = anew(alice)

    update(lead, by=me, phone="+49 30 5550 142")
    add_note(lead, by=me, text="Called.")

    for write in (
        lambda: update(Lead.objects.get(), by=me, owner=me),
        lambda: update(Lead.objects.get(), by=me, lead_owner=me),
        lambda: assign_lead(Lead.objects.get(), by=me, to=me),
        lambda: share_record(lead, by=me, to=bob),
        lambda: stop_sharing(lead, by=me, to=alice),
        lambda: delete(Lead.objects.get(), by=me),
    ):
        with pytest.raises(Forbidden):
            write()
    assert Lead.objects.get().owner == carol


def test_what_others_did_to_it_is_told_and_not_offered_to_be_undone(alice, carol, lead):
    update(lead, by=carol, phone="+49 30 5550 142")
    share_record(lead, by=carol, to=alice, is_editor=True)

    told = story(lead, by=anew(alice)).entries

    assert [entry.event.name for entry in told] == ["lead.shared", "lead.updated"]
    assert [entry.reverse for entry in told] == [None, None]
    assert "Shared with Alice" in told[0].sentences


def test_a_role_that_opens_none_of_a_kind_is_not_widened(carol, lead):
    outsider = make_user("o@example.org", roles=[make_role("Nothing")])
    looker = make_role("Looker")
    grant(looker, Lead, view=Reach.OWN)
    reader = make_user("r@example.org", roles=[looker])

    for to, is_editor in ((outsider, False), (reader, True)):
        with pytest.raises(Invalid, match="role would have to change"):
            share_record(lead, by=carol, to=to, is_editor=is_editor)
    share_record(lead, by=carol, to=reader)
    assert Lead.objects.visible_to(anew(reader)).exists()


def test_those_who_are_kept_out_and_customers_get_nothing(carol, lead):
    role = make_role("Own", Reach.OWN)
    gone = make_user("g@example.org", roles=[role], is_active=False)
    petra = make_user("p@example.org", roles=[role], kind=User.Kind.PORTAL)

    for to in (gone, petra):
        with pytest.raises(Invalid):
            share_record(lead, by=carol, to=to)


def test_who_sees_it_already_needs_no_share(alice, carol, lead):
    with pytest.raises(Conflict, match="can do this already"):
        share_record(lead, by=carol, to=carol)
    share_record(lead, by=carol, to=alice)
    with pytest.raises(Conflict, match="can do this already"):
        share_record(lead, by=carol, to=alice)

    share_record(lead, by=carol, to=alice, is_editor=True)
    assert Share.objects.get().is_editor


def test_why_somebody_sees_it_names_who_shared_it(alice, carol, lead):
    share_record(lead, by=carol, to=alice)

    (reason,) = why(anew(alice), lead)

    assert reason.because == "Carol shared it with them."
    assert why(anew(alice), lead, "edit") == []


def test_shares_go_with_their_record(alice, carol, lead):
    share_record(lead, by=carol, to=alice)

    delete(lead, by=carol)

    assert not Share.objects.exists()


def test_the_dialog_shares_and_takes_back(client, alice, carol, lead):
    client.force_login(carol)
    here = f"/share/lead/{lead.pk}/"

    assert "Share" in client.get(here, headers={"HX-Request": "true"}).text
    client.post(here, {"to": alice.pk, "is_editor": "on"})
    assert Share.objects.get().is_editor
    assert "Alice" in client.get(here).text
    assert client.post(here, {"to": alice.pk, "is_editor": "on"}).status_code == 422
    client.post(here, {"drop": alice.pk})
    assert not Share.objects.exists()


def test_the_dialog_is_not_there_for_those_who_may_not_share(as_alice, alice, carol, lead):
    share_record(lead, by=carol, to=alice, is_editor=True)

    assert as_alice.get(f"/share/lead/{lead.pk}/").status_code == 404
    assert as_alice.post(f"/share/lead/{lead.pk}/", {"drop": alice.pk}).status_code == 404
    assert Share.objects.exists()


def test_the_api_shares_lists_and_takes_back(client, alice, carol, lead):
    client.force_login(carol)
    here = f"/api/v1/leads/{lead.pk}/shares"

    made = client.post(here, {"with": alice.email, "may_edit": True}, content_type=JSON)
    listed = client.get(here).json()["items"]
    gone = client.delete(f"{here}?with={alice.email}")

    assert (made.status_code, made.json()["with"]) == (201, alice.email)
    assert [(each["with"], each["may_edit"]) for each in listed] == [(alice.email, True)]
    assert (gone.status_code, Share.objects.count()) == (204, 0)
    assert client.post(here, {"with": "x@y.z"}, content_type=JSON).status_code == 422
    assert client.post(here, {"with": alice.email, "x": 1}, content_type=JSON).status_code == 422


def test_files_and_notes_of_what_is_shared_are_seen_with_it(as_alice, alice, carol, lead):
    file = attach(lead, by=carol, file=SimpleUploadedFile("plan.txt", b"a plan", "text/plain"))
    add_note(lead, by=carol, text="Wants brass.")
    assert as_alice.get(f"/api/v1/attachments/{file.pk}").status_code == 404

    share_record(lead, by=carol, to=alice)

    assert as_alice.get(f"/api/v1/attachments/{file.pk}").status_code == 200
    assert "Wants brass." in as_alice.get(f"/leads/{lead.pk}/").text
    assert newest_seen(Event.objects.all(), anew(alice), before=None, size=1).items
