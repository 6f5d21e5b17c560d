"""What people wrote down stays theirs, and can be put right."""

import pytest

from doorstep.activity.actions import add_note, delete_note, edit_note
from doorstep.activity.models import Note
from doorstep.history.action import last_event
from doorstep.history.actions import undo
from doorstep.history.entries import story
from doorstep.kit.errors import Forbidden, Invalid
from doorstep.parties.testing import make_lead
from doorstep.records.models import Tag


@pytest.fixture
def lead(alice):
    return make_lead(owner=alice)


def stands(lead, by):
    """The notes of a timeline as they read today."""
    return [entry.stands for entry in story(lead, by=by).entries if entry.body]


def test_an_edited_note_keeps_its_author_and_its_moment(alice, lead):
    note = add_note(lead, by=alice, text="Wants ten lamps.")
    written = note.created_at

    edit_note(note, by=alice, text="Wants twelve lamps.")

    note.refresh_from_db()
    assert (note.text, note.owner, note.created_at) == ("Wants twelve lamps.", alice, written)
    assert stands(lead, alice) == ["Wants twelve lamps."]


def test_a_deleted_note_is_gone_from_the_timeline_and_the_others_stay(alice, lead, as_alice):
    gone = add_note(lead, by=alice, text="Wants ten lamps.")
    add_note(lead, by=alice, text="Prefers brass.")

    delete_note(gone, by=alice)

    assert stands(lead, alice) == ["Prefers brass.", ""]
    page = as_alice.get(f"/leads/{lead.pk}/").text
    assert "Prefers brass." in page
    assert "Wants ten lamps." not in page


def test_a_deleted_note_comes_back_by_undo(alice, lead):
    note = add_note(lead, by=alice, text="Wants ten lamps.")
    delete_note(note, by=alice)

    undo(last_event(), by=alice)

    assert stands(lead, alice)[-1] == "Wants ten lamps."
    assert Note.objects.get().owner == alice


@pytest.mark.parametrize(("change", "values"), [(edit_note, {"text": "Other"}), (delete_note, {})])
def test_nobody_else_changes_a_note(alice, bob, lead, change, values):
    note = add_note(lead, by=alice, text="Wants ten lamps.")

    with pytest.raises(Forbidden):
        change(note, by=bob, **values)
    assert Note.objects.get().text == "Wants ten lamps."


def test_a_note_is_not_emptied(alice, lead):
    note = add_note(lead, by=alice, text="Wants ten lamps.")

    with pytest.raises(Invalid) as refused:
        edit_note(note, by=alice, text="  ")
    assert set(refused.value.fields) == {"text"}


@pytest.mark.parametrize("text", ["\0", "Wants \0 lamps."])
def test_a_null_character_is_refused_in_a_note_old_or_new(alice, lead, text):
    note = add_note(lead, by=alice, text="Wants ten lamps.")

    for change in (
        lambda: add_note(lead, by=alice, text=text),
        lambda: edit_note(note, by=alice, text=text),
    ):
        with pytest.raises(Invalid) as refused:
            change()
        assert set(refused.value.fields) == {"text"}
    assert Note.objects.get().text == "Wants ten lamps."


def test_a_null_character_is_refused_in_a_tag_and_taken_off_none(as_alice, lead):
    put, taken = (
        as_alice.post(f"/leads/{lead.pk}/tags/", {field: "ho\0t"}) for field in ("add", "drop")
    )

    assert (put.status_code, taken.status_code) == (422, 302)
    assert "There is no such tag." in put.text
    assert not Tag.objects.exists()


def test_a_note_is_edited_in_a_dialog(as_alice, alice, lead):
    note = add_note(lead, by=alice, text="Wants ten lamps.")

    assert "Wants ten lamps." in as_alice.get(f"/notes/{note.pk}/edit/").text
    answer = as_alice.post(f"/notes/{note.pk}/edit/", {"text": "Wants <b>twelve</b>."})

    assert answer.status_code == 302
    assert "Wants &lt;b&gt;twelve&lt;/b&gt;." in as_alice.get(f"/leads/{lead.pk}/").text


def test_a_note_out_of_reach_is_not_there(client, carol, alice, lead):
    note = add_note(lead, by=alice, text="Wants ten lamps.")
    client.force_login(carol)

    assert client.get(f"/notes/{note.pk}/edit/").status_code == 404
    assert client.post(f"/notes/{note.pk}/edit/", {"text": "x"}).status_code == 404


def test_deleting_a_note_from_the_page_leads_back_to_its_record(as_alice, alice, lead):
    note = add_note(lead, by=alice, text="Wants ten lamps.")

    answer = as_alice.post(f"/do/note.deleted/{note.pk}/")

    assert answer.url == lead.get_absolute_url()
    assert not Note.objects.exists()
