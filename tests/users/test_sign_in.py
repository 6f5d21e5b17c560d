"""The door: who comes in, who does not, and what the answers give away."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from doorstep.kit.noting import unrecorded
from doorstep.office.actions import suspend_user
from doorstep.office.signin.adapter import is_local
from doorstep.users.models import Session, User
from doorstep.users.testing import make_user
from tests.shared_data import SHARED

PASSWORD = "a quiet evening"
INVALID = 422


@pytest.fixture
def dora(db):
    cache.clear()
    return make_user("dora@example.org", PASSWORD, name="Dora")


def sign_in(client, email="dora@example.org", password=PASSWORD, **more):
    return client.post("/login/", {"login": email, "password": password} | more)


def is_in(client):
    return client.get("/settings/security/").status_code == 200


def link_in(letter):
    return re.search(r"http://testserver(/\S+)", letter.body)[1]


def test_e_mail_and_password_let_one_in(client, dora):
    assert sign_in(client, " Dora@Example.ORG ").url == "/"

    assert is_in(client)


def test_a_wrong_password_and_an_unknown_user_get_the_same_answer(client, dora):
    wrong = sign_in(client, password="something else")
    unknown = sign_in(client, "nobody@example.org")

    assert wrong.status_code == unknown.status_code == INVALID
    hide = re.compile(r'(nobody|dora)@example.org|csrf[^>]*value="[^"]*"|x-csrftoken[^}]*}')
    assert hide.sub("", wrong.content.decode()) == hide.sub("", unknown.content.decode())


def test_an_unknown_user_costs_as_much_work_as_a_wrong_password(client, dora, monkeypatch):
    hashed = []
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher.encode"
    from django.contrib.auth.hashers import MD5PasswordHasher

    original = MD5PasswordHasher.encode
    monkeypatch.setattr(hasher, lambda *args: hashed.append(1) or original(*args))

    sign_in(client, password="something else")
    known = len(hashed)
    sign_in(client, "nobody@example.org")

    assert known == len(hashed) - known == 1


def test_a_suspended_user_is_out_at_once_and_stays_out(client, dora):
    sign_in(client)
    assert is_in(client)

    suspend_user(dora, by=User.system())

    assert not is_in(client)
    assert sign_in(client).status_code == INVALID


def test_the_system_and_portal_have_no_back_door(client, db):
    system = User.system()
    system.set_password(PASSWORD)
    system.save()

    assert sign_in(client, system.email).status_code == INVALID


def test_one_leaves_by_a_button(client, dora):
    sign_in(client)

    assert client.get("/logout/").status_code == 200
    client.post("/logout/")

    assert not is_in(client)


@pytest.mark.parametrize("target", ["/leads/?status=Open", "/"])
def test_one_goes_on_to_where_one_wanted(client, dora, target):
    assert sign_in(client, next=target).url == target


PAYLOADS = SHARED / "data/injection-payloads/open_redirect.txt"


def test_no_address_leads_elsewhere(client, dora):
    if not PAYLOADS.exists():
        pytest.skip("the collection of payloads is not beside the project")
    texts = PAYLOADS.read_text(errors="replace").splitlines()
    texts += ["http://testserver/", "//testserver/x", "/\\example.org", "/\t/example.org"]

    gone = [text for text in texts if text and is_local(text) and not stays_here(text)]

    assert len(texts) > 100
    assert gone == []
    for text in ["https://example.org", "//example.org", "/\\example.org", "javascript:alert(1)"]:
        assert sign_in(client, next=text).url == "/"
        client.post("/logout/")


def stays_here(text):
    """A browser, reading it on our page, would ask us: tabs and line ends do not count."""
    plain = re.sub(r"[\t\r\n]", "", text.strip()).replace("\\", "/")
    return plain.startswith("/") and not plain.startswith("//")


def test_nobody_signs_up_here(client, db):
    assert client.get("/signup/").status_code == 404
    assert client.post("/signup/", {"email": "x@example.org"}).status_code == 404


def test_a_forgotten_password_is_replaced_once(client, dora):
    client.post("/password/forgotten/", {"email": "DORA@example.org"})
    link = link_in(mail.outbox[0])

    form = client.get(link, follow=True)
    chosen = {"password1": "an even quieter one", "password2": "an even quieter one"}
    client.post(form.redirect_chain[-1][0], chosen)

    assert sign_in(client, password="an even quieter one").url == "/"
    assert b"used already" in Client().get(link, follow=True).content


def test_a_new_password_ends_all_other_sessions(dora):
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)

    words = {"oldpassword": PASSWORD, "password1": "an even quieter one"}
    here.post("/settings/security/password/", words | {"password2": "an even quieter one"})

    assert is_in(here)
    assert not is_in(there)


@pytest.mark.parametrize("email", ["nobody@example.org", "suspended@example.org"])
def test_forgetting_gives_nothing_away(client, dora, email):
    make_user("suspended@example.org", PASSWORD, is_active=False)

    known = client.post("/password/forgotten/", {"email": "dora@example.org"})
    unknown = client.post("/password/forgotten/", {"email": email})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [letter.to for letter in mail.outbox] == [["dora@example.org"]]


def test_an_easy_password_is_refused(client, dora):
    sign_in(client)
    words = {"oldpassword": PASSWORD, "password1": "password12", "password2": "password12"}

    page = client.post("/settings/security/password/", words).content.decode()

    assert "too common" in page


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(client, dora):
    for _attempt in range(5):
        assert sign_in(client, password="wrong").status_code == INVALID

    told = sign_in(client)

    assert (told.status_code, told["Retry-After"]) == (429, "60")
    assert not is_in(client)


@pytest.mark.django_db(transaction=True)
def test_the_count_holds_across_processes(dora):
    """Each thread has a connection of its own, as each process has; the count is one."""

    def attempt(number):
        try:
            return sign_in(Client(REMOTE_ADDR=f"10.0.0.{number}"), password="wrong").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(attempt, range(12)))

    assert answers.count(INVALID) <= 5
    assert set(answers) == {INVALID, 429}


def test_guessing_from_one_place_has_to_wait_whoever_is_guessed(client, db):
    cache.clear()
    answers = [sign_in(client, f"user{number}@example.org").status_code for number in range(12)]

    assert 429 in answers


def test_a_session_is_listed_and_can_be_ended(dora):
    here, there = Client(HTTP_USER_AGENT="Here"), Client(HTTP_USER_AGENT="There")
    sign_in(here)
    sign_in(there)
    assert b"There" in here.get("/settings/security/").content

    other = Session.objects.get(agent="There")
    here.post(f"/settings/security/sessions/{other.pk}/end/")

    assert (is_in(here), is_in(there)) == (True, False)


def test_nobody_ends_the_session_of_somebody_else(client, dora, alice):
    theirs = Client()
    theirs.force_login(alice)
    sign_in(client)

    ended = client.post(f"/settings/security/sessions/{theirs.session.session_key}/end/")

    assert ended.status_code == 404
    assert is_in(theirs)


def test_signing_in_changes_the_key_of_the_session(client, dora):
    client.get("/login/")
    before = client.session.session_key
    sign_in(client)

    assert client.session.session_key != before


def test_no_second_list_of_addresses_can_let_anybody_in(client, dora):
    """Ours is the only one: an old address must not keep working beside the new one."""
    sign_in(client)
    client.post("/password/forgotten/", {"email": "dora@example.org"})

    assert not EmailAddress.objects.exists()
    with unrecorded():
        User.objects.filter(pk=dora.pk).update(email="new@example.org")
    assert sign_in(Client()).status_code == INVALID
