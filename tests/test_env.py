"""Settings from the environment: what is understood, and how a wrong one is refused."""

import pytest

from doorstep.env import database, env, env_bool, env_home, env_int, env_secret
from doorstep.env_services import cache, hosts, mail


@pytest.fixture
def given(monkeypatch):
    """Set DOORSTEP_X and nothing else."""
    return lambda value, name="DOORSTEP_X": monkeypatch.setenv(name, value)


def refusal(function, *arguments):
    with pytest.raises(SystemExit) as refused:
        function(*arguments)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_a_value_may_lie_in_a_file(given, tmp_path):
    (tmp_path / "secret").write_text("from a file\n")
    given(str(tmp_path / "secret"), "DOORSTEP_X_FILE")

    assert env("DOORSTEP_X") == "from a file"


def test_a_file_that_is_missing_is_named(given):
    given("/nowhere/at/all", "DOORSTEP_X_FILE")

    assert refusal(env, "DOORSTEP_X").startswith("DOORSTEP_X_FILE: /nowhere/at/all cannot be read")


@pytest.mark.parametrize(("value", "meant"), [("yes", True), ("0", False), ("ON", True)])
def test_yes_and_no_have_several_spellings(given, value, meant):
    given(value)

    assert env_bool("DOORSTEP_X") is meant


def test_neither_yes_nor_no_is_refused(given):
    given("perhaps")

    assert refusal(env_bool, "DOORSTEP_X") == "DOORSTEP_X must be yes or no, not 'perhaps'."


@pytest.mark.parametrize("value", ["-1", "many", "0"])
def test_a_number_must_be_one(given, value):
    given(value)

    assert "DOORSTEP_X" in refusal(env_int, "DOORSTEP_X", 3, 1)


def test_a_home_that_is_no_folder_is_refused(given, tmp_path):
    (tmp_path / "file").write_text("")
    given(str(tmp_path / "file"))

    assert refusal(env_home, "DOORSTEP_X", tmp_path).startswith("DOORSTEP_X: ")


def test_the_secret_is_made_once_and_only_ours_to_read(tmp_path):
    made = env_secret("DOORSTEP_X", tmp_path)

    assert env_secret("DOORSTEP_X", tmp_path) == made
    assert len(made) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_short_secret_is_refused(given, tmp_path):
    given("secret")

    assert "DOORSTEP_X" in refusal(env_secret, "DOORSTEP_X", tmp_path)


def test_postgresql_is_named_by_its_address(given, tmp_path):
    given("postgresql://ana:p%40ss@db.example:5433/crm?sslmode=require&pool=20")

    found = database("DOORSTEP_X", tmp_path)

    assert (found["USER"], found["PASSWORD"], found["PORT"]) == ("ana", "p@ss", 5433)
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["OPTIONS"]["pool"]["max_size"] == 20


@pytest.mark.parametrize(
    "value",
    ["mysql://x/y", "postgresql://host:5432", "postgresql://h:port/x", "postgresql://h/x?a=b"],
)
def test_another_database_is_refused(given, tmp_path, value):
    given(value)

    assert refusal(database, "DOORSTEP_X", tmp_path).startswith("DOORSTEP_X ")


@pytest.mark.parametrize(
    ("value", "is_https"),
    [
        ("https://crm.example.com", True),
        ("https://crm.example.com,localhost", True),
        ("https://crm.example.com,crm.intern", False),
        ("crm.example.com:8080", False),
    ],
)
def test_cookies_are_kept_to_https_where_all_declare_it(given, value, is_https):
    given(value)

    assert hosts("DOORSTEP_X").is_https is is_https


def test_a_declared_origin_is_trusted_and_its_port_is_no_host_name(given):
    given("https://crm.example.com:8443/, [::1]")

    found = hosts("DOORSTEP_X")

    assert found.names == ["crm.example.com", "[::1]"]
    assert found.origins == ["https://crm.example.com:8443"]


@pytest.mark.parametrize("value", ["ftp://x", "a/b", "a b", "https://"])
def test_what_is_no_host_is_refused(given, value):
    given(value)

    assert "DOORSTEP_X" in refusal(hosts, "DOORSTEP_X")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("smtp://u:p%23@mail.example", (587, True, False)),
        ("smtp://mail.example:25", (25, False, False)),
        ("smtps://u:p@mail.example", (465, False, True)),
    ],
)
def test_mail_goes_where_the_address_says(given, value, expected):
    given(value)

    found = mail("DOORSTEP_X")

    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == expected


def test_the_sender_of_mail_is_part_of_the_address(given):
    given("smtp://mail.example?from=crm@example.com")

    assert mail("DOORSTEP_X")["DEFAULT_FROM_EMAIL"] == "crm@example.com"


@pytest.mark.parametrize("value", ["pigeon://loft", "smtp://", "smtp://h?color=red"])
def test_mail_that_cannot_be_sent_is_refused(given, value):
    given(value)

    assert "DOORSTEP_X" in refusal(mail, "DOORSTEP_X")


def test_the_cache_is_a_table_that_all_processes_share(given):
    assert cache("DOORSTEP_X")["BACKEND"].endswith("DatabaseCache")


def test_an_unknown_cache_is_refused(given):
    given("tin://shelf")

    assert "DOORSTEP_X" in refusal(cache, "DOORSTEP_X")
