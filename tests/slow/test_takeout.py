"""Everything out of one install and into another, as commands, on SQLite and on PostgreSQL."""

import json
import zipfile

import pytest

FIND = (
    "import django; django.setup()\n"
    "from doorstep.records.query import ListQuery\n"
    "from doorstep.records.types import record_type\n"
    "from doorstep.users.models import User\n"
    "boss = User.objects.by_email('ines@hollin.example')\n"
    "leads = record_type('lead')\n"
    "print(boss.check_password('a quiet evening'), leads.count(boss, ListQuery(text='a')))"
)
NEXT = (
    "import django; django.setup()\n"
    "from doorstep.kit.noting import unrecorded\n"
    "from doorstep.parties.testing import make_lead\n"
    "lead = make_lead(name='Next')\n"
    "print(lead.pk)"
)
GONE = (
    "import django; django.setup()\n"
    "from doorstep.parties.actions import delete_lead\n"
    "from doorstep.parties.models import Lead\n"
    "from doorstep.parties.testing import make_lead\n"
    "from doorstep.users.models import User\n"
    "delete_lead(make_lead(name='Gone'), by=User.system())"
)


def manifest(path):
    with zipfile.ZipFile(path) as archive:
        found = json.loads(archive.read("manifest.json"))
    return {name: found[name] for name in ("counts", "parts", "last_numbers")}


def taken(install, path):
    done = install.run("export-all", str(path))
    assert done.returncode == 0, done.stderr
    return path


def test_what_was_taken_out_and_in_is_the_same_to_the_last_byte(full, empty_home, tmp_path):
    full.python(GONE)
    one = taken(full, tmp_path / "one.zip")

    done = empty_home.run("import-all", str(one))

    assert done.returncode == 0, done.stderr
    assert manifest(taken(empty_home, tmp_path / "two.zip")) == manifest(one)
    assert (empty_home.home / "files/2026/plan.pdf").read_bytes() == b"%PDF a plan"


def test_the_copy_works_like_the_original(full, empty_home, tmp_path):
    full.python(GONE)
    empty_home.run("import-all", str(taken(full, tmp_path / "all.zip")))

    assert empty_home.python(FIND) == full.python(FIND)
    assert empty_home.python(NEXT) == full.python(NEXT), "no number is given twice"


def test_it_goes_from_one_database_to_the_other_and_back(
    full, empty_home, on_postgresql, tmp_path
):
    full.python(GONE)
    there = on_postgresql[0]
    one = taken(full, tmp_path / "one.zip")

    assert there.run("import-all", str(one)).returncode == 0
    two = taken(there, tmp_path / "two.zip")
    assert empty_home.run("import-all", str(two)).returncode == 0
    three = taken(empty_home, tmp_path / "three.zip")

    assert manifest(one) == manifest(two) == manifest(three)
    assert there.python(NEXT) == full.python(NEXT)


def test_it_is_for_its_owner_alone_and_holds_no_secret_key(full, tmp_path):
    path = taken(full, tmp_path / "all.zip")

    assert path.stat().st_mode & 0o777 == 0o600
    assert "secret_key" not in manifest(path)["parts"]
    assert not any("session" in name for name in manifest(path)["parts"])


def test_an_install_that_is_not_empty_is_left_as_it_is(full, tmp_path):
    path = taken(full, tmp_path / "all.zip")

    refused = full.run("import-all", str(path))

    assert refused.returncode == 1
    assert "an install that is empty" in refused.stderr


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        ("cut", "no backup, or a damaged one"),
        ("rows", "rows/parties.lead.jsonl is not complete"),
        ("version", "parties stands at 9999_later"),
    ],
)
def test_a_file_that_is_not_whole_or_not_ours_leaves_nothing(full, install, tmp_path, harm, says):
    path = taken(full, tmp_path / "all.zip")
    worse = tmp_path / "worse.zip"
    if harm == "cut":
        worse.write_bytes(path.read_bytes()[:-2000])
    else:
        _rewritten(path, worse, harm)

    refused = install.run("import-all", str(worse))

    assert refused.returncode == 1
    assert says in refused.stderr
    assert install.python(FIND.partition("boss")[0] + "print(User.objects.count())") == "1\n"


def test_a_backup_is_not_taken_for_it(full, install, tmp_path):
    full.run("backup", str(tmp_path / "backup.zip"))

    refused = install.run("import-all", str(tmp_path / "backup.zip"))

    assert "was not made by export-all" in refused.stderr


def _rewritten(path, worse, harm):
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(worse, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "manifest.json":
                told = json.loads(content)
                if harm == "rows":
                    told["counts"]["parties.Lead"] += 1
                else:
                    told["migrations"]["parties"] = "9999_later"
                content = json.dumps(told)
            after.writestr(name, content)
