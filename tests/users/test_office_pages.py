"""The settings pages about people: who may open them, and that they do what they say."""

import re

import pytest
from django.core import mail

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.parties.models import Lead
from doorstep.records.models import Company
from doorstep.users.models import ApiToken, Grant, Role, Team, Territory, User
from doorstep.users.testing import make_role, make_team, make_territory, make_user
from doorstep.users.tokens import user_of_token

USERS = "/settings/users/"
PLACES = "/settings/lists/territories/"
PAGES = [
    *("/settings/company/", USERS, f"{USERS}new/", f"{USERS}roles/", f"{USERS}roles/new/"),
    *(f"{USERS}teams/", f"{USERS}teams/new/", PLACES, f"{PLACES}new/"),
]
OWN_PAGES = ["/settings/profile/", "/settings/tokens/", "/settings/tokens/new/"]
DIALOG = {"HX-Request": "true", "HX-Target": "dialog"}


@pytest.fixture
def ada(db):
    return make_user("ada@example.org", roles=[Role.objects.get(is_administrator=True)])


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


@pytest.mark.parametrize("path", PAGES + OWN_PAGES)
def test_an_administrator_opens_every_page(as_ada, path):
    make_team()
    make_territory()
    assert "<html" in as_ada.get(path).content.decode()

    if path.endswith("new/"):
        assert "<html" not in as_ada.get(path, headers=DIALOG).content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_nobody_else_opens_those_of_the_office(as_alice, path):
    assert as_alice.get(path).status_code == 403
    assert as_alice.post(path, {"name": "X"}).status_code in (403, 405)


@pytest.mark.parametrize("path", OWN_PAGES)
def test_everyone_opens_their_own(as_alice, path):
    assert as_alice.get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES + OWN_PAGES)
def test_strangers_are_asked_to_sign_in(client, db, path):
    assert client.get(path).url.startswith("/login/")


def invite(client, **fields):
    said = {"email": "Dora@Example.org", "name": "Dora", "roles": [], "territories": []}
    return client.post(f"{USERS}new/", said | fields)


def test_an_invited_colleague_chooses_a_password_and_comes_in(as_ada):
    role, place, team = Role.objects.get(name="Sales Rep"), make_territory(), make_team()

    invite(as_ada, roles=[role.pk], territories=[place.pk], team=team.pk)

    dora = User.objects.get(email="dora@example.org")
    assert (dora.team, dora.memberships.get().role) == (team, role)
    assert dora.works_in.get().territory == place
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    as_ada.post("/logout/")
    form = as_ada.get(link, follow=True).redirect_chain[-1][0]
    as_ada.post(form, dict.fromkeys(("password1", "password2"), "a quiet evening"))
    signed = as_ada.post("/login/", {"login": dora.email, "password": "a quiet evening"})
    assert signed.url == "/"


def test_a_second_user_of_one_address_is_refused_at_the_field(as_ada, alice):
    page = invite(as_ada, email="ALICE@example.org")

    assert page.status_code == 422
    assert "There is a user with this e-mail." in page.content.decode()


def test_the_link_of_an_invitation_is_shown_until_somebody_came_in(as_ada, alice):
    invite(as_ada)
    dora = User.objects.get(email="dora@example.org")

    assert b"/password/choose/" in as_ada.post(f"{USERS}{dora.pk}/link/").content
    alice.set_password("a quiet evening")
    alice.save()
    assert as_ada.post(f"{USERS}{alice.pk}/link/").status_code == 302


def test_a_user_is_changed_with_roles_as_one_event_that_can_be_undone(as_ada, ada, alice, north):
    role = Role.objects.get(name="Accounts")
    said = {"email": alice.email, "name": "Alice Carroll", "roles": [role.pk], "team": ""}

    as_ada.post(f"{USERS}{alice.pk}/", said)
    changed = User.objects.get(pk=alice.pk)
    assert (changed.name, changed.team, changed.memberships.get().role) == (
        "Alice Carroll",
        None,
        role,
    )

    undo(Event.objects.get(name="user.changed"), by=ada)
    back = User.objects.get(pk=alice.pk)
    assert (back.name, back.team) == ("Alice", north)
    assert back.memberships.get().role.name == "Own records"


def test_suspending_says_so_and_offers_undo(as_ada, alice):
    page = as_ada.post(f"{USERS}{alice.pk}/suspend/", follow=True).content.decode()

    assert "Alice is kept out." in page
    assert "/undo/" in page
    assert not User.objects.get(pk=alice.pk).is_active


def test_the_last_administrator_cannot_suspend_themselves(as_ada, ada):
    page = as_ada.post(f"{USERS}{ada.pk}/suspend/", follow=True).content.decode()

    assert "Nobody would be left" in page
    assert User.objects.get(pk=ada.pk).is_active


def test_the_matrix_says_how_far_each_role_reaches(as_ada):
    page = as_ada.get(f"{USERS}roles/").content.decode()

    assert 'aria-label="Sales Rep, Leads: Own, sees team"' in page
    assert 'aria-label="Read Only, Leads: Read"' in page


def test_the_reach_of_a_role_is_set_and_can_be_undone(as_ada, ada):
    role = Role.objects.get(name="Sales Rep")
    path = f"{USERS}roles/{role.pk}/reach/parties.lead/"
    form = as_ada.get(path).content.decode()
    verbs = re.findall(r'<select name="(\w+)"', form)
    held = dict(role.grants.filter(model="parties.lead").values_list("verb", "reach"))

    as_ada.post(path, {verb: held.get(verb, "NONE") for verb in verbs} | {"view": "ALL"})

    rep = make_user("rep@example.org", roles=[role])
    assert (rep.reach(Lead, "view"), rep.reach(Lead, "edit")) == ("ALL", "OWN")
    undo(Event.objects.get(name="grant.set"), by=ada)
    assert Grant.objects.get(role=role, model="parties.lead", verb="view").reach == "TEAM"


@pytest.mark.parametrize("model", ["parties.nothing", "users.session", "x"])
def test_there_is_no_reach_into_what_is_not_there(as_ada, model):
    role = Role.objects.get(name="Sales Rep")

    assert as_ada.get(f"{USERS}roles/{role.pk}/reach/{model}/").status_code == 404


def test_a_new_role_reaches_as_another(as_ada):
    like = Role.objects.get(name="Accounts")

    as_ada.post(f"{USERS}roles/new/", {"name": "Bookkeeping", "like": like.pk})

    made = Role.objects.get(name="Bookkeeping")
    assert made.grants.count() == like.grants.count() > 0


def test_a_role_somebody_has_is_not_deleted(as_ada, alice, sales_rep):
    page = as_ada.post(f"{USERS}roles/{sales_rep.pk}/delete/")

    assert "still in use" in page.content.decode()
    assert Role.objects.filter(pk=sales_rep.pk).exists()


def test_a_team_is_made_of_people(as_ada, alice, bob, north):
    as_ada.post(f"{USERS}teams/new/", {"name": "East", "members": [bob.pk]})

    assert [user.name for user in Team.objects.get(name="East").members.all()] == ["Bob"]
    assert [user.name for user in north.members.all()] == ["Alice"]


def test_a_territory_cannot_lie_in_itself(as_ada):
    outer = make_territory(name="North")
    inner = make_territory(name="Oslo", parent=outer)

    page = as_ada.post(f"{PLACES}{outer.pk}/", {"name": "North", "parent": inner.pk})

    assert "cannot lie in itself" in page.content.decode()
    assert Territory.objects.get(pk=outer.pk).parent == Territory.objects.root()


def test_a_territory_without_a_parent_lies_in_the_root(as_ada):
    as_ada.post(f"{PLACES}new/", {"name": "South"})

    assert Territory.objects.get(name="South").parent == Territory.objects.root()


def test_a_territory_that_holds_others_is_not_deleted(as_ada):
    outer = make_territory(name="North")
    make_territory(name="Oslo", parent=outer)

    page = as_ada.post(f"{PLACES}{outer.pk}/remove/").content.decode()

    assert "still in use" in page


def test_the_company_is_changed_and_named_everywhere(as_ada):
    form = as_ada.get("/settings/company/").content.decode()
    assert "Fiscal year" in form
    said = {"name": "Hollin", "currency": "NOK", "language": "en", "time_zone": "Europe/Oslo"}

    as_ada.post("/settings/company/", said | {"week_starts_on": 1, "fiscal_year_starts_in": 4})

    assert Company.current().fiscal_year_starts_in == 4
    assert "Hollin" in as_ada.get("/settings/profile/").content.decode()


def test_one_keeps_ones_own_profile(as_alice, alice):
    as_alice.post("/settings/profile/", {"name": "Alice C.", "time_zone": "Europe/Lisbon"})

    alice = User.objects.get(pk=alice.pk)
    assert (alice.name, alice.time_zone) == ("Alice C.", "Europe/Lisbon")
    assert [event.name for event in Event.objects.all()] == ["profile.kept"]


def test_a_token_is_shown_once_and_can_be_revoked(as_alice, alice):
    page = as_alice.post("/settings/tokens/new/", {"name": "Shop", "scope": "READ", "days": 30})
    text = re.search(r"ds_[\w-]{43}", page.content.decode())[0]
    assert user_of_token(text) == alice
    assert text not in as_alice.get("/settings/tokens/").content.decode()

    as_alice.post(f"/settings/tokens/{ApiToken.objects.get().pk}/revoke/")

    assert user_of_token(text) is None


def test_the_token_of_somebody_else_is_not_there(as_alice, ada, bob):
    from doorstep.office.actions import make_token

    theirs = make_token(ApiToken, by=bob, name="Theirs")

    assert as_alice.post(f"/settings/tokens/{theirs.pk}/revoke/").status_code == 404


def test_what_is_said_wrong_is_no_accident(as_ada, alice):
    for path in (f"{USERS}new/", f"{USERS}{alice.pk}/", f"{USERS}teams/new/"):
        for text in ("\x00", "x" * 5000, "<script>"):
            page = as_ada.post(path, {"name": text, "email": text, "roles": ["x"], "team": "y"})
            assert page.status_code in (302, 422)


def test_a_role_for_the_office_without_being_an_administrator(client, ada):
    """Somebody else may be given the users to look after, and opens their page."""
    from doorstep.users.testing import grant

    keeper = make_role("Keeper")
    grant(keeper, User, view="ALL", edit="ALL", create="ALL")
    client.force_login(make_user("keeper@example.org", roles=[keeper]))

    assert client.get(USERS).status_code == 200
    assert client.get(f"{USERS}roles/").status_code == 403
    administrators = Role.objects.get(is_administrator=True)
    page = invite(client, roles=[administrators.pk])
    assert page.status_code in (403, 422)
    assert not User.objects.filter(email="dora@example.org").exists()
