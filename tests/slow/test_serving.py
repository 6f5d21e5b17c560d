"""``doorstep serve`` as an operator meets it: starting, stopping, parts that die."""

import os
import re
import signal
import socket
import time
import urllib.request

import pytest

from tests.processes import Served, free_port, is_running, until


def test_it_starts_empty_says_where_it_is_and_stops_without_a_trace(empty_home):
    served = Served(empty_home).until_ready()
    parts = served.parts()

    out, err = served.stop()

    assert sorted(parts) == ["clock", "web", "worker"]
    assert f"Doorstep is at http://127.0.0.1:{served.port}/" in out
    assert err == ""
    assert served.process.returncode == 0
    assert not any(is_running(pid) for pid in parts.values())


def test_a_second_start_keeps_the_data_and_fills_nothing_again(install):
    first = Served(install, "--demo").until_ready()
    out, _ = first.stop(signal.SIGINT)
    assert "password" in out
    key, happened = (install.home / "secret_key").read_text(), what_happened(install)

    second = Served(install, "--demo").until_ready()
    second.stop()

    assert (install.home / "secret_key").read_text() == key
    assert what_happened(install) == happened


def what_happened(install):
    """How many actions there were, before somebody signs in."""
    asked = (
        "import django; django.setup();"
        "from doorstep.history.models import Event; print(Event.objects.count())"
    )
    return int(install.python(asked))


def test_a_part_that_dies_is_started_again(install):
    served = Served(install).until_ready()
    before = served.parts()

    for pid in before.values():
        os.kill(pid, signal.SIGKILL)

    until(
        lambda: (
            len(served.parts()) == 3 and not set(served.parts().values()) & set(before.values())
        )
    )
    until(lambda: served.get("/healthz")[0] == 200)
    out, _ = served.stop()
    assert out.count("ended (SIGKILL); again in 0.5 s") == 3
    assert served.process.returncode == 0


def test_no_part_outlives_the_one_that_started_them(install):
    served = Served(install).until_ready()
    parts = served.parts()

    served.stop(signal.SIGKILL)

    until(lambda: not any(is_running(pid) for pid in parts.values()), seconds=15)


def test_a_request_that_is_under_way_is_answered_before_the_end(install):
    served = Served(install).until_ready()
    head = "POST /login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n"

    with socket.create_connection(("127.0.0.1", served.port), timeout=15) as client:
        client.sendall(f"{head}a=".encode())
        time.sleep(0.3)
        served.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        client.sendall(b"bc")
        answer = client.recv(20)

    assert answer.startswith(b"HTTP/1.1 ")
    assert served.stop()[1] == ""


def test_a_port_in_use_is_refused_in_words(install):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        refused = install.run("serve", "--port", str(port))

    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert f"127.0.0.1:{port} cannot be used" in refused.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://db/crm"),
        ("EMAIL_URL_FILE", "/nowhere"),
        ("DOORSTEP_HOME", "/proc/nowhere"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_line_that_names_it(empty_home, name, value):
    refused = empty_home.run("serve", "--port", str(free_port()), **{name: value})

    assert refused.returncode == 1
    assert refused.stdout == ""
    assert re.fullmatch(rf"{name}.*\n", refused.stderr)


def test_a_database_that_does_not_answer_is_said_in_one_line(empty_home):
    address = f"postgresql://nobody@127.0.0.1:{free_port()}/crm"

    refused = empty_home.run("serve", "--port", str(free_port()), DATABASE_URL=address)

    assert refused.returncode == 1
    assert refused.stderr.startswith("The database at 127.0.0.1 does not answer: ")
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [[], ["sing"], ["serve", "--loud"]])
def test_wrong_usage_is_status_2(empty_home, words):
    assert empty_home.run(*words).returncode == 2


def test_a_part_alone_does_not_start_on_an_old_database(empty_home):
    refused = empty_home.run("worker")

    assert refused.returncode == 1
    assert refused.stderr == "The database is not at this version. Run: doorstep migrate\n"


def test_repeated_deaths_end_everything_with_a_message(install):
    """The database is taken away while it serves: the worker cannot live, and says so."""
    served = Served(install).until_ready()
    parts = served.parts()
    for path in install.home.glob("doorstep.sqlite3*"):
        path.unlink()
    os.kill(parts["worker"], signal.SIGKILL)

    until(lambda: served.process.poll() is not None)

    out, err = served.stop()
    assert served.process.returncode == 1
    assert "The worker ended 5 times in a row; stopping." in out
    assert "Traceback" not in err


def test_a_static_file_is_kept_for_ever_and_travels_compressed(served):
    with urllib.request.urlopen(f"{served.url}/login/") as answer:
        page = answer.read().decode()
    sheet = re.search(r'href="(/static/css/app\.[0-9a-f]+\.css)"', page)[1]

    status, headers = served.get(sheet, **{"Accept-Encoding": "gzip"})

    assert status == 200
    assert headers["cache-control"] == "max-age=315360000, public, immutable"
    assert headers["content-encoding"] == "gzip"
