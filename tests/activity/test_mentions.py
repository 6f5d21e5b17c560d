"""Whom a note speaks to is told, if they may read it."""

import pytest
from django.core import mail

from doorstep.activity.actions import add_note, edit_note
from doorstep.activity.mentioning import mentioned_in
from doorstep.activity.models import Mention, Note
from doorstep.activity.today.mentions import mentions
from doorstep.activity.today.whose import Whose
from doorstep.history.action import last_event
from doorstep.history.actions import undo
from doorstep.history.reactions import react
from doorstep.kit.errors import Invalid
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead
from doorstep.users.access import Reach
from doorstep.users.models import User
from doorstep.users.testing import make_role, make_user

TELL = "doorstep.activity.reactions.tell_who_is_mentioned"


@pytest.fixture
def lead(alice):
    return make_lead(owner=alice, name="Nadia Ferrante")


@pytest.fixture
def ines(north):
    role = make_role("Team", Reach.TEAM)
    return make_user("ines@example.org", name="Ines Marchetti", team=north, roles=[role])


@pytest.mark.parametrize(
    "text",
    [
        "@Ines over to you.",
        "Please, @ines marchetti: call.",
        "@ines@example.org",
        "(@Ines) and again @Ines Marchetti over",
    ],
)
def test_a_name_after_an_at_is_a_mention(ines, text):
    assert mentioned_in(text) == [ines]


@pytest.mark.parametrize("text", ["ines@example.org", "Ines", "@nobody", "@ Ines", "@", "a@Ines"])
def test_what_only_looks_like_one_is_none(ines, text):
    assert mentioned_in(text) == []


def test_a_first_name_of_two_is_asked_about(ines):
    make_user("ines2@example.org", name="Ines Berg")

    with pytest.raises(Invalid, match="several called Ines"):
        mentioned_in("@Ines over to you")
    assert mentioned_in("@Ines Berg") != mentioned_in("@Ines Marchetti")


def test_whoever_is_mentioned_gets_a_letter_with_the_note(lead, alice, ines):
    add_note(lead, by=alice, text="@Ines over to you.")

    react.call(last_event().pk, TELL)

    (letter,) = mail.outbox
    assert letter.to == [ines.email]
    assert "over to you" in letter.body
    assert lead.get_absolute_url() in letter.body


def test_nobody_is_told_of_what_they_say_themselves(lead, alice):
    add_note(lead, by=alice, text="@Alice do not forget")

    react.call(last_event().pk, TELL)

    assert mail.outbox == []


def test_who_cannot_see_the_record_is_not_mentioned_unless_it_is_shared(lead, alice, carol):
    with pytest.raises(Invalid, match="Carol cannot see this lead"):
        add_note(lead, by=alice, text="@Carol look")
    assert not Note.objects.exists()

    add_note(lead, by=alice, text="@Carol look", share=[carol.pk])

    assert Lead.objects.visible_to(User.objects.get(pk=carol.pk)).exists()
    assert not Lead.objects.permitted(User.objects.get(pk=carol.pk), "edit").exists()
    assert Mention.objects.get().user == carol


def test_an_edit_tells_only_whom_it_adds(lead, alice, bob, ines):
    note = add_note(lead, by=alice, text="@Ines look")

    edit_note(note, by=alice, text="@Ines and @Bob look")
    react.call(last_event().pk, TELL)
    assert [letter.to for letter in mail.outbox] == [[bob.email]]

    edit_note(Note.objects.get(), by=alice, text="Nobody")
    assert not Mention.objects.exists()


def test_undo_takes_the_mention_away(lead, alice, ines):
    add_note(lead, by=alice, text="@Ines look")

    undo(last_event(), by=alice)

    assert not Mention.objects.exists()


def test_today_shows_it_until_they_have_done_something_there(lead, alice, ines):
    add_note(lead, by=alice, text="@Ines look at the drawings")
    whose = Whose(ines, (ines.pk,), "", (), span=None)

    (item,) = mentions(whose)
    assert (item.why, item.title) == ("Alice mentioned you", str(lead))

    add_note(lead, by=ines, text="Done.")
    assert list(mentions(whose)) == []


def test_the_timeline_marks_the_name_and_nothing_else(as_alice, lead, alice, ines):
    add_note(lead, by=alice, text="<b>@Ines</b> over to @nobody")

    page = as_alice.get(f"/leads/{lead.pk}/").text

    assert '&lt;b&gt;<span class="mention">@Ines</span>&lt;/b&gt; over to @nobody' in page


def test_the_list_after_an_at_says_who_cannot_see_the_record_yet(as_alice, lead, ines, carol):
    seen = as_alice.get(f"/leads/{lead.pk}/mentions/?q=ma").text
    unseen = as_alice.get(f"/leads/{lead.pk}/mentions/?q=car").text

    assert "Ines Marchetti" in seen
    assert "data-share" not in seen
    assert f'data-share="{carol.pk}"' in unseen


def test_the_composer_shares_with_whom_was_chosen(as_alice, lead, carol):
    said = {"text": "@Carol look", "share": [carol.pk]}

    as_alice.post(f"/leads/{lead.pk}/notes/", said)

    assert Mention.objects.get().user == carol
