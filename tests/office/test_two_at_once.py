"""Settings that two people have open at once: the second sees what the first changed."""

import re

import pytest

from doorstep.kit.noting import unrecorded
from doorstep.mail.actions import change_mailbox
from doorstep.mail.testing import make_mailbox
from doorstep.office.actions import change_company
from doorstep.office.lists import LISTS
from doorstep.parties.actions import update_policy
from doorstep.parties.models import LeadSource, sales_policy
from doorstep.records.actions import doing, update
from doorstep.records.models import Company
from doorstep.users.models import Territory
from doorstep.users.testing import make_role, make_team, make_user

ROW = "/settings/lists/lead-sources/{}/"


@pytest.fixture
def chief(db):
    return make_user("chief@example.org", roles=[make_role("Chief", is_administrator=True)])


@pytest.fixture
def as_chief(client, chief):
    client.force_login(chief)
    return client


@pytest.fixture
def row(db):
    return LeadSource.objects.get(name="Referral")


def opened(client, page):
    """What the form of a page would send as it stands."""
    found = re.findall(r'<input[^>]*name="(was:[^"]*)"[^>]*value="([^"]*)"', client.get(page).text)
    assert found
    return dict(found)


def test_what_another_changed_meanwhile_is_shown_and_nothing_is_kept(as_chief, chief, row):
    page = ROW.format(row.pk)
    mine = opened(as_chief, page) | {"name": "Friends", "description": ""}
    update(row, by=chief, description="By word of mouth")

    answer = as_chief.post(page, mine)

    row.refresh_from_db()
    assert answer.status_code == 422
    assert "Somebody changed this since you opened it" in answer.text
    assert "By word of mouth" in answer.text
    assert (row.name, row.description) == ("Referral", "By word of mouth")


def test_saving_once_more_means_it(as_chief, chief, row):
    page = ROW.format(row.pk)
    mine = opened(as_chief, page) | {"name": "Friends", "description": ""}
    update(row, by=chief, description="By word of mouth")
    again = dict(re.findall(r'name="(was:[^"]*)" value="([^"]*)"', as_chief.post(page, mine).text))

    as_chief.post(page, mine | again)

    row.refresh_from_db()
    assert (row.name, row.description) == ("Friends", "")


def test_whoever_is_alone_is_asked_nothing(as_chief, row):
    page = ROW.format(row.pk)

    as_chief.post(page, opened(as_chief, page) | {"name": "Friends"})

    row.refresh_from_db()
    assert row.name == "Friends"


def test_the_company_and_the_policy_are_compared_as_well(as_chief, chief):
    change_company(Company, by=chief, name="Hollin")
    company, policy = (
        opened(as_chief, f"/settings/{each}/") for each in ("company", "sales-policy")
    )
    change_company(Company, by=chief, name="Hollin Lighting")
    update_policy(sales_policy(), by=chief, unique_email=not sales_policy().unique_email)

    answers = [
        as_chief.post("/settings/company/", company | {"name": "Mine"}),
        as_chief.post("/settings/sales-policy/", policy),
    ]

    assert [each.status_code for each in answers] == [422, 422]
    assert "Hollin Lighting" in answers[0].text


def test_members_of_a_team_are_compared(as_chief, chief):
    team, other = make_team(name="East"), make_user("dan@example.org", name="Dan Ox")
    page = f"/settings/users/teams/{team.pk}/"
    mine = opened(as_chief, page) | {"name": "Far East"}
    join(other, team)

    answer = as_chief.post(page, mine)

    assert answer.status_code == 422
    assert "Dan Ox" in answer.text


def join(user, team):

    user.team = team
    with unrecorded():
        user.save()


def test_mailboxes_are_compared_before_anything_is_tried(as_chief, chief):
    box = make_mailbox(name="Sales")
    page = f"/settings/mailboxes/{box.pk}/"
    mine = opened(as_chief, page) | {"address": box.address, "imap_host": "mine.example"}
    change_mailbox(box, by=chief, imap_host="theirs.example", links_known=False)

    answer = as_chief.post(page, mine)

    box.refresh_from_db()
    assert answer.status_code == 422
    for said in ("Somebody changed this since you opened it", "theirs.example", "“No”"):
        assert said in answer.text
    assert box.imap_host == "theirs.example"


@pytest.mark.parametrize("name", ["territories", "mail-templates"])
def test_lists_that_are_trees_or_letters_are_compared_too(as_chief, chief, name):
    page = LISTS[name]
    with unrecorded():
        row = page.model.objects.create(name="East", **PARENT.get(name, dict)())
    mine = opened(as_chief, f"/settings/lists/{name}/{row.pk}/") | {"name": "Far East"}
    doing(page.model, "updated")(row, by=chief, name="Near East")

    assert "Near East" in as_chief.post(f"/settings/lists/{name}/{row.pk}/", mine).text


PARENT = {"territories": lambda: {"parent": Territory.objects.root()}}
"""What a row needs beside its name."""
