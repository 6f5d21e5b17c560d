"""A web user's own account."""

import pytest
from django.core import mail

from doorstep.parties.testing import make_lead
from doorstep.portal.models import PortalMessage
from doorstep.portal.tests.test_own_documents import made_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def eva(db, client):
    account = made_account("eva@x.test", lead=make_lead(name="Eva Moss"))
    client.force_login(account.user)
    return account


def test_she_is_called_as_she_says(eva, client):
    client.post("/my/profile/", {"do": "name", "name": "  Eva   Marie Moss "})

    eva.user.refresh_from_db()
    assert eva.user.name == "Eva Marie Moss"


@pytest.mark.parametrize("name", ["", "   ", "x" * 151, "nul\0"])
def test_what_is_no_name_is_refused(eva, client, name):
    answer = client.post("/my/profile/", {"do": "name", "name": name})

    eva.user.refresh_from_db()
    assert answer.status_code == 422
    assert eva.user.name == "Eva"


def test_extra_fields_change_nothing(eva, client):
    told = {"do": "name", "name": "Eva", "email": "boss@x.test", "kind": "STAFF", "is_active": ""}

    client.post("/my/profile/", told)

    eva.user.refresh_from_db()
    assert (eva.user.email, eva.user.kind, eva.user.is_active) == ("eva@x.test", "PORTAL", True)


def test_a_letter_leads_to_a_new_password(eva, client):
    client.post("/my/profile/", {"do": "password"})

    assert [letter.to for letter in mail.outbox] == [["eva@x.test"]]
    assert "/password/choose/" in mail.outbox[0].body


@pytest.mark.parametrize("wish", ["data", "erase"])
def test_what_she_asks_about_her_data_lands_with_her_lead(eva, client, wish):
    client.post("/my/profile/", {"do": wish})

    assert PortalMessage.objects.about(eva.lead).count() == 1
