"""Reminders by mail, through a real server, and by push, to a service that opens them."""

import json
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import override_settings
from django.utils.timezone import localdate, now

from doorstep.activity.actions import call_off_event
from doorstep.activity.models import Delivery, PushBrowser, ReminderChoice
from doorstep.activity.reminders.bringing import deliver
from doorstep.activity.reminders.chores import (
    bring_what_was_lost,
    remind_at,
    write_letters_at,
)
from doorstep.activity.testing import make_calendar_event, make_task
from doorstep.kit.webpush import bytes_of, is_service, sealed, text_of
from doorstep.mail.tests.conftest import server  # noqa: F401 - a fixture
from tests.at_once import at_once

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SERVICES = ("push.example",)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON) as clock:
        yield clock


@pytest.fixture(autouse=True)
def queue(settings):
    """What is put on its way waits for ``bring``."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def mail(server):  # noqa: F811
    backend = "django.core.mail.backends.smtp.EmailBackend"
    host = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": server.port, "EMAIL_USE_TLS": False}
    with override_settings(EMAIL_BACKEND=backend, **host, EMAIL_TIMEOUT=5):
        yield server


@pytest.fixture
def by_mail(alice):
    return ReminderChoice.objects.create(user=alice, by_mail=True, by_push=False)


def lines_of(letter):
    return letter.get_content().replace("\r\n", "\n")


def bring():
    """As the worker does: everything that is on its way, whatever became of it before."""
    for pk in Delivery.objects.order_by("pk").values_list("pk", flat=True):
        deliver.func(pk)


def test_a_letter_says_what_and_when_and_leads_there(mail, by_mail, alice, clock):
    event = make_calendar_event(owner=alice, subject="Call Ada", starts_at=now() + HOUR)
    clock.move_to(event.starts_at - timedelta(minutes=15))
    remind_at(now())

    bring()

    (letter,) = mail.got
    assert letter["To"] == alice.email
    assert "Call Ada: in 15 minutes, at 13:00" in letter["Subject"]
    assert f"/calendar-events/{event.pk}/" in letter.get_content()
    assert letter["Auto-Submitted"] == "auto-generated"


def test_it_is_sent_once_however_often_it_is_brought(mail, by_mail, alice):
    make_calendar_event(owner=alice, starts_at=now() + HOUR)
    remind_at(now() + HOUR)

    for _turn in range(3):
        bring()

    assert len(mail.got) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_send_one_letter(mail, by_mail, alice):
    make_calendar_event(owner=alice, starts_at=now() + HOUR)
    remind_at(now() + HOUR)
    pk = Delivery.objects.get().pk

    at_once(*[lambda: deliver.func(pk)] * 3)

    assert len(mail.got) == 1


def test_what_was_called_off_meanwhile_is_not_sent(mail, by_mail, alice):
    event = make_calendar_event(owner=alice, starts_at=now() + HOUR)
    remind_at(now() + HOUR)
    call_off_event(event, by=alice)

    bring()

    assert mail.got == []
    assert Delivery.objects.get().status == "DROPPED"


def test_a_server_that_refuses_is_asked_again_later(mail, by_mail, alice, clock):
    make_calendar_event(owner=alice, starts_at=now() + HOUR)
    remind_at(now() + HOUR)
    mail.says["DATA"] = "451 not now"
    bring()
    first = Delivery.objects.get()
    mail.says.clear()

    clock.move_to(now() + timedelta(minutes=6))
    bring_what_was_lost()
    bring()

    assert (first.status, first.attempts) == ("WAITING", 1)
    assert "451" in first.error
    assert Delivery.objects.get().status == "SENT"


def test_after_five_times_it_is_given_up(mail, by_mail, alice):
    make_calendar_event(owner=alice, starts_at=now() + HOUR)
    remind_at(now() + HOUR)
    mail.says["DATA"] = "451 never"

    for _turn in range(7):
        bring()

    assert (Delivery.objects.get().status, Delivery.objects.get().attempts) == ("FAILED", 5)


def test_what_a_crash_left_half_done_is_brought_all_the_same(mail, by_mail, alice, clock):
    make_calendar_event(owner=alice, starts_at=now() + HOUR)
    remind_at(now() + HOUR)
    Delivery.objects.update(status="SENDING")
    clock.move_to(now() + timedelta(minutes=6))

    bring_what_was_lost()
    bring()

    assert len(mail.got) == 1


@pytest.mark.parametrize("how", ["the line ends", "we die"])
def test_a_letter_that_a_server_may_have_taken_is_not_sent_again(mail, by_mail, alice, clock, how):
    make_calendar_event(owner=alice, starts_at=now() + HOUR)
    remind_at(now() + HOUR)
    if how == "we die":
        Delivery.objects.update(status="HANDING")
    mail.hangs_up = True
    bring()
    clock.move_to(now() + HOUR)

    bring_what_was_lost()
    bring()

    assert Delivery.objects.get().status == "UNSURE"
    assert len(mail.got) == (how == "the line ends")


def test_a_letter_each_morning_to_whom_something_waits(mail, alice, bob, clock):
    make_task(subject="Late one", owner=alice, assignee=alice, due_on=localdate())
    clock.move_to(NOON + timedelta(hours=20))  # 8 in the next morning
    make_task(subject="Of today", owner=alice, assignee=alice, due_on=localdate())

    written = [write_letters_at(now()) for _turn in range(2)]
    bring()

    (letter,) = mail.got
    body = lines_of(letter)
    assert written == [1, 0]
    assert letter["To"] == alice.email
    assert "Overdue (1)\n- Late one, 1 day late" in body
    assert "Today (1)\n- Of today, Any time" in body


def test_a_manager_may_ask_for_what_is_late_in_the_team(mail, alice, bob, clock):
    ReminderChoice.objects.create(user=bob, team_overdue=True)
    make_task(subject="Alice's", owner=alice, assignee=alice, due_on=localdate())
    clock.move_to(NOON + timedelta(hours=20))

    write_letters_at(now())
    bring()

    to_bob = next(letter for letter in mail.got if letter["To"] == bob.email)
    assert "Overdue in the team (1)\n- Alice's" in lines_of(to_bob)


def test_no_letter_before_the_morning_nor_at_night_nor_unwanted(alice, bob):
    for user in (alice, bob):
        make_task(owner=user, assignee=user, due_on=localdate())
    ReminderChoice.objects.create(user=bob, morning_mail=False)

    early, late = (NOON.replace(hour=7, minute=29), NOON.replace(hour=19, minute=31))

    assert [write_letters_at(early), write_letters_at(late), write_letters_at(NOON)] == [0, 0, 1]


class Service:
    """Takes what is pushed, and opens it with the keys of the browser."""

    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.auth, self.got, self.status = b"0123456789abcdef", [], 201
        service = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.got.append((self.headers, service.opened(body)))
                self.send_response(service.status)
                self.end_headers()

            def log_message(self, *_said):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Answer)
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def subscription(self):
        return {
            "endpoint": f"http://127.0.0.1:{self.server.server_port}/to/me",
            "keys": {"p256dh": text_of(self.point(self.key)), "auth": text_of(self.auth)},
        }

    def point(self, key):
        return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def opened(self, body):
        salt, theirs = body[:16], body[21 : 21 + body[20]]
        peer = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        known = b"WebPush: info\0" + self.point(self.key) + theirs
        secret = self.derived(self.key.exchange(ec.ECDH(), peer), self.auth, known, 32)
        key = self.derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = self.derived(secret, salt, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(key).decrypt(nonce, body[21 + body[20] :], None)
        return json.loads(plain.removesuffix(b"\x02"))

    def derived(self, key, salt, info, length):
        return HKDF(SHA256(), length=length, salt=salt, info=info).derive(key)


@pytest.fixture
def service():
    made = Service()
    with override_settings(PUSH_SERVICES=("127.0.0.1",)):
        yield made
    made.server.shutdown()


@pytest.fixture
def pushed(as_alice, service):
    as_alice.post(
        "/settings/reminders/browser/", {"subscription": json.dumps(service.subscription)}
    )
    return PushBrowser.objects.get()


def test_a_browser_that_asked_is_told_sealed_for_it_alone(pushed, service, alice):
    event = make_calendar_event(owner=alice, subject="Call Ada", starts_at=now() + HOUR)
    remind_at(now() + HOUR)

    bring()

    ((headers, told),) = service.got
    assert (told["title"], told["url"]) == ("Call Ada", f"/calendar-events/{event.pk}/")
    assert headers["Authorization"].startswith("vapid t=")
    assert headers["Content-Encoding"] == "aes128gcm"
    assert Delivery.objects.get().status == "SENT"


def test_who_sends_is_signed_by_the_key_that_the_browser_was_told(pushed, service, alice):
    make_calendar_event(owner=alice, starts_at=now() + HOUR)
    remind_at(now() + HOUR)
    bring()

    token, key = service.got[0][0]["Authorization"].removeprefix("vapid t=").split(", k=")
    signed, _dot, signature = token.rpartition(".")
    raw = bytes_of(signature)
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    ours = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes_of(key))
    ours.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(SHA256()))
    claims = json.loads(bytes_of(signed.split(".")[1]))
    assert claims["aud"] == f"http://127.0.0.1:{service.server.server_port}"


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(pushed, service, alice, status):
    make_calendar_event(owner=alice, starts_at=now() + HOUR)
    remind_at(now() + HOUR)
    service.status = status

    bring()

    assert not PushBrowser.objects.exists()


def test_a_service_that_is_down_is_asked_again(pushed, service, alice):
    make_calendar_event(owner=alice, starts_at=now() + HOUR)
    remind_at(now() + HOUR)
    service.status = 503
    bring()
    service.status = 201
    bring()

    assert Delivery.objects.get().status == "SENT"


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://10.0.0.1/x",
        "http://push.example/x",
        "https://push.example.evil.test/x",
        "https://user@push.example/x",
        "https://push.example:99999/x",
        "file:///etc/passwd",
        "https://[::1/x",
        "",
    ],
)
def test_nobody_makes_us_call_another_host(as_alice, service, endpoint):
    said = service.subscription | {"endpoint": endpoint}

    with override_settings(PUSH_SERVICES=SERVICES):
        answer = as_alice.post("/settings/reminders/browser/", {"subscription": json.dumps(said)})

    assert answer.status_code == 422
    assert not is_service(endpoint, SERVICES)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"endpoint": 1, "keys": {}}', "\0", '{"a":'])
def test_a_subscription_that_is_none_is_refused(as_alice, text):
    answer = as_alice.post("/settings/reminders/browser/", {"subscription": text})

    assert answer.status_code == 422


def test_a_browser_is_told_nothing_any_more_when_its_owner_says_so(as_alice, pushed, carol):
    as_alice.post("/settings/reminders/browser/", {"forget": str(pushed.pk)})

    assert not PushBrowser.objects.exists()


def test_the_service_worker_is_served_from_the_top(client):
    answer = client.get("/sw.js")

    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert b"showNotification" in answer.content


def test_a_message_is_sealed_as_the_standard_shows():
    """The example of RFC 8291."""
    number = int.from_bytes(bytes_of("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")
    body = sealed(
        b"When I grow up, I want to be a watermelon",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
        salt=bytes_of("DGv6ra1nlYgDCS1FRnbzlw"),
        key=ec.derive_private_key(number, ec.SECP256R1()),
    )

    assert text_of(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
