"""Who can see a record and why, who cannot and why not; and what somebody may do."""

import pytest

from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead
from doorstep.users.access import Reach
from doorstep.users.explain import explain
from doorstep.users.testing import grant, make_role, make_territory, make_user


@pytest.fixture
def chief(db):
    return make_user("chief@example.org", roles=[make_role("Chiefs", is_administrator=True)])


@pytest.fixture
def as_chief(client, chief):
    client.force_login(chief)
    return client


def told(record, user, verb="view"):
    (answer,) = explain([user], record, verb)
    return answer.may, [(each.role_name, each.because) for each in answer.reasons]


def test_it_is_said_why_a_colleague_of_another_team_cannot(alice, carol):
    lead = make_lead(owner=alice)

    assert told(lead, carol) == (
        False,
        [("Own records", "The role reaches what is their own; this belongs to Alice.")],
    )


def test_the_manager_of_the_team_can_and_the_team_is_named(alice, bob):
    lead = make_lead(owner=alice)

    assert told(lead, bob) == (
        True,
        [("Records of the team", "It belongs to their team, North.")],
    )


def test_who_works_in_a_territory_reaches_what_lies_in_a_part_of_it(alice):
    whole = make_territory(name="Bavaria")
    part = make_territory(name="Munich", parent=whole)
    role = make_role("Locals", Reach.TERRITORY)
    there = make_user("there@example.org", roles=[role], territories=[whole])
    elsewhere = make_user("else@example.org", roles=[role], territories=[make_territory()])
    lead = make_lead(owner=alice, territory=part)

    assert told(lead, there) == (True, [("Locals", "It lies in their territory: Munich.")])
    assert told(lead, elsewhere)[0] is False


def test_who_is_kept_out_can_do_nothing(alice):
    lead = make_lead(owner=alice)
    alice.is_active = False

    assert told(lead, alice) == (False, [("The system itself", "They are kept out.")])


def test_many_are_explained_with_as_many_queries_as_one(alice, bob, django_assert_num_queries):
    lead = make_lead(owner=alice, territory=make_territory())
    role = make_role("Locals", Reach.TERRITORY)
    users = [make_user(f"u{n}@example.org", roles=[role]) for n in range(20)]
    lead = Lead.objects.select_related("territory").get(pk=lead.pk)

    for several in ([alice], [alice, bob, *users]):
        with django_assert_num_queries(6):
            explain(several, lead, "view")


def test_an_administrator_sees_everyone_with_the_reasons(as_chief, alice, bob, carol):
    lead = make_lead(owner=alice)
    page = f"/who/lead/{lead.pk}/"
    assert page in as_chief.get(lead.get_absolute_url()).text

    text = as_chief.get(page).text

    assert text.index("They can") < text.index("Bob") < text.index("They cannot")
    assert text.index("They cannot") < text.rindex("Carol")
    assert "this belongs to Alice" in text


def test_another_verb_is_asked_for(as_chief, alice, sales_rep):
    lead = make_lead(owner=alice)
    grant(sales_rep, Lead, delete=Reach.NONE)

    text = as_chief.get(f"/who/lead/{lead.pk}/?verb=delete").text

    assert "The role does not allow it." in text
    assert as_chief.get(f"/who/lead/{lead.pk}/?verb=eat").status_code == 404


def test_others_are_told_of_themselves_alone(as_alice, alice, bob):
    lead = make_lead(owner=alice)

    text = as_alice.get(f"/who/lead/{lead.pk}/").text

    assert "It is their own." in text
    assert "Bob" not in text


def test_a_record_out_of_reach_is_not_explained(as_alice, carol):
    lead = make_lead(owner=carol)

    assert as_alice.get(f"/who/lead/{lead.pk}/").status_code == 404
    assert as_alice.get("/who/user/1/").status_code == 404


def test_what_somebody_may_do_is_told_by_kind_verb_and_role(as_chief, bob):
    text = as_chief.get(f"/settings/users/{bob.pk}/may/").text

    assert "What Bob may do" in text
    assert "<td>See</td><td>Team</td>" in text
    assert "Records of the team" in text


def test_one_may_ask_what_oneself_may_do_and_of_nobody_else(as_alice, alice, bob):
    assert as_alice.get(f"/settings/users/{alice.pk}/may/").status_code == 200
    assert as_alice.get(f"/settings/users/{bob.pk}/may/").status_code == 404
