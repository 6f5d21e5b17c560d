"""When we are at fault: one log record with a reference, and an answer that carries it."""

import logging
import re

import pytest
from django.test import Client
from django.urls import path

from doorstep.kit.logs import OneLine
from doorstep.urls import handler500, urlpatterns  # noqa: F401


def break_down(request):
    raise ZeroDivisionError("the engine stalled")


urlpatterns = [*urlpatterns, path("broken/", break_down), path("api/v1/broken", break_down)]


@pytest.fixture
def client(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def test_a_page_shows_the_reference_that_the_log_has(client, caplog):
    answer = client.get("/broken/")

    assert answer.status_code == 500
    reference = re.search(r">([0-9a-f]{8})</b>", answer.text)[1]
    records = [each for each in caplog.records if each.levelno >= logging.ERROR]
    assert [reference in record.getMessage() for record in records] == [True]
    assert "the engine stalled" in caplog.text


def test_the_api_answers_in_json(client):
    error = client.get("/api/v1/broken").json()["error"]

    assert error["code"] == "internal_error"
    assert error["reference"] in error["message"]


def test_a_traceback_is_one_line_in_the_log(caplog):
    try:
        break_down(None)
    except ZeroDivisionError:
        logging.getLogger("doorstep").exception("it broke")

    line = OneLine().format(caplog.records[-1])
    assert "\n" not in line
    assert "the engine stalled" in line
