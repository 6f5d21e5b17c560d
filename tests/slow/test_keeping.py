"""Backup, restore and the doctor, as commands on a real install, on SQLite and on PostgreSQL."""

import json
import zipfile

import pytest

from tests.processes import Served, free_port

COUNT = (
    "import django; django.setup()\n"
    "from doorstep.history.models import Event\n"
    "from doorstep.parties.models import Lead\n"
    "from doorstep.users.models import User\n"
    "print(Lead.objects.count(), Event.objects.count(), User.objects.count())"
)
NUMBER = (
    "import django; django.setup()\n"
    "from django.contrib.contenttypes.models import ContentType\n"
    "print(ContentType.objects.create(app_label='later', model='later').pk)"
)


def test_a_backup_restored_elsewhere_is_the_same_install(full, empty_home, tmp_path):
    saved = full.run("backup", str(tmp_path / "all.zip"))
    restored = empty_home.run("restore", str(tmp_path / "all.zip"))

    assert (saved.returncode, restored.returncode) == (0, 0), saved.stderr + restored.stderr
    assert empty_home.python(COUNT) == full.python(COUNT)
    assert (empty_home.home / "files/2026/plan.pdf").read_bytes() == b"%PDF a plan"
    assert (empty_home.home / "secret_key").read_text() == (full.home / "secret_key").read_text()


def test_a_backup_is_for_its_owner_alone(full, tmp_path):
    full.run("backup", str(tmp_path / "all.zip"))

    assert (tmp_path / "all.zip").stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.glob("*.partial")) == []


def test_an_install_in_use_is_not_replaced_unless_forced_and_then_kept_aside(
    full, install, tmp_path
):
    install.run("backup", str(tmp_path / "empty.zip"))

    refused = full.run("restore", str(tmp_path / "empty.zip"))
    forced = full.run("restore", str(tmp_path / "empty.zip"), "--force")

    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert forced.returncode == 0
    assert full.python(COUNT).startswith("0 ")
    assert len(list(full.home.glob("before-restore-*.zip"))) == 1


def test_an_install_that_runs_is_not_replaced(full, tmp_path):
    full.run("backup", str(tmp_path / "all.zip"))
    served = Served(full).until_ready()

    refused = full.run("restore", str(tmp_path / "all.zip"), "--force")
    served.stop()

    assert refused.returncode == 1
    assert refused.stderr.startswith("Stop Doorstep first")


def test_a_damaged_backup_is_refused_before_anything_is_touched(full, empty_home, tmp_path):
    path, worse = tmp_path / "all.zip", tmp_path / "worse.zip"
    full.run("backup", str(path))
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(worse, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, good.read(name) + (b"x" if name.endswith(".pdf") else b""))

    refused = empty_home.run("restore", str(worse))

    assert refused.returncode == 1
    assert refused.stderr.endswith("plan.pdf is not what was put in.\n")
    assert not (empty_home.home / "files").exists()


@pytest.mark.parametrize("content", [b"", b"PK nonsense", b"x" * 5000])
def test_what_is_no_backup_is_refused(empty_home, tmp_path, content):
    (tmp_path / "file").write_bytes(content)

    refused = empty_home.run("restore", str(tmp_path / "file"))

    assert refused.returncode == 1
    assert "is no backup" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_backup_that_names_a_file_elsewhere_is_refused(empty_home, tmp_path):
    manifest = {"format": 1, "database": "sqlite", "migrations": {}}
    parts = {"files/../../evil": {"size": 1, "sha256": "0"}}
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("manifest.json", json.dumps({**manifest, "parts": parts}))
        archive.writestr("files/../../evil", "x")

    refused = empty_home.run("restore", str(tmp_path / "evil.zip"))

    assert "would lie elsewhere" in refused.stderr


def test_a_missing_folder_or_file_is_said(full):
    assert "no folder" in full.run("backup", "/nowhere/all.zip").stderr
    assert "No such file" in full.run("restore", "/nowhere/all.zip").stderr


def test_the_doctor_is_content_with_an_install_that_runs(full):
    served = Served(full).until_ready()

    told = full.run("doctor")
    served.stop()

    assert told.returncode == 0, told.stdout
    assert "alive" in told.stdout
    assert "!!" not in told.stdout


def test_the_doctor_names_what_is_wrong_and_what_to_do(full):
    (full.home / "secret_key").chmod(0o644)

    told = full.run("doctor", DOORSTEP_HOSTS="*", EMAIL_URL="smtp://mail.example?from=a@b.example")

    assert told.returncode == 1
    assert "can be read by others" in told.stdout
    assert "Name yours in DOORSTEP_HOSTS" in told.stdout
    assert "sent by mail.example:587 as a@b.example" in told.stdout
    assert "Start: doorstep worker" in told.stdout


def test_the_doctor_bears_a_database_that_was_never_made(empty_home):
    told = empty_home.run("doctor")

    assert told.returncode == 1
    assert "Run: doorstep migrate" in told.stdout
    assert told.stderr == ""


def test_the_doctor_says_that_the_database_is_away(empty_home):
    told = empty_home.run("doctor", DATABASE_URL=f"postgresql://a@127.0.0.1:{free_port()}/crm")

    assert told.returncode == 1
    assert "The database at 127.0.0.1 does not answer" in told.stdout
    assert told.stderr == ""


def test_a_backup_of_postgresql_restored_elsewhere_is_the_same(on_postgresql, tmp_path):
    here, there = on_postgresql
    assert here.run("migrate").returncode == 0
    here.fill()

    saved = here.run("backup", str(tmp_path / "all.zip"))
    restored = there.run("restore", str(tmp_path / "all.zip"))
    again = there.run("restore", str(tmp_path / "all.zip"), "--force")

    assert saved.stderr + restored.stderr + again.stderr == ""
    assert there.python(COUNT) == here.python(COUNT)
    assert there.python(NUMBER) == here.python(NUMBER), "numbering goes on where it was"


def test_a_backup_of_one_kind_of_database_is_not_for_the_other(on_postgresql, full, tmp_path):
    full.run("backup", str(tmp_path / "all.zip"))

    refused = on_postgresql[0].run("restore", str(tmp_path / "all.zip"))

    assert refused.returncode == 1
    assert "a backup of sqlite" in refused.stderr
