"""What a load balancer and a monitor ask."""

from datetime import timedelta
from time import sleep

import pytest
from django.utils.timezone import now

from doorstep.upkeep.beats import beating
from doorstep.upkeep.models import Beat


def test_alive_asks_nobody(client):
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_not_ready_without_a_worker(client):
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "no worker is running" in answer.text


@pytest.mark.django_db
def test_not_ready_when_the_worker_fell_silent(client):
    Beat.objects.create(
        process="a:1", part="worker", started_at=now(), at=now() - timedelta(minutes=2)
    )

    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db(transaction=True)
def test_ready_while_a_worker_beats_and_not_after_it_ended(client):
    with beating("worker") as name:
        wait_for(lambda: Beat.objects.filter(process=name).exists())
        assert client.get("/readyz").status_code == 200

    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db
def test_a_foreign_host_name_is_no_obstacle(client):
    assert client.get("/healthz", headers={"host": "10.1.2.3"}).status_code == 200


def wait_for(condition):
    for _ in range(100):
        if condition():
            return
        sleep(0.02)
    raise AssertionError("it did not happen")
