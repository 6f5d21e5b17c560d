"""Everything, taken out by an administrator on a page."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.utils.timezone import now

from doorstep.kit.errors import Conflict, Forbidden
from doorstep.parties.testing import make_lead
from doorstep.upkeep.models import TakeOut
from doorstep.upkeep.taking import KEPT, forget_old_files, start, write_everything
from doorstep.users.testing import make_role, make_user

PAGE, PASSWORD = "/settings/everything/", "a quiet evening"


@pytest.fixture
def chief(db):
    role = make_role("Chief", is_administrator=True)
    return make_user("chief@example.org", PASSWORD, roles=[role])


@pytest.fixture
def as_chief(client, chief, settings, tmp_path):
    settings.HOME = tmp_path
    client.force_login(chief)
    return client


def test_only_who_has_just_signed_in_may_ask(as_chief):
    assert as_chief.get(PAGE).url.startswith("/login/again/")
    assert as_chief.post(PAGE).url.startswith("/login/again/")
    assert not TakeOut.objects.exists()


def test_nobody_but_an_administrator_finds_the_page(as_alice, alice):
    assert as_alice.get(PAGE).status_code == 404
    with pytest.raises(Forbidden):
        start(by=alice)


def test_the_file_is_written_and_saved(as_chief, chief):
    make_lead(owner=chief, name="Ada Byrd")
    as_chief.post("/login/again/", {"password": PASSWORD})

    as_chief.post(PAGE)
    asked = TakeOut.objects.get()
    write_everything.call(asked.pk)
    page = as_chief.get(PAGE).text
    answer = as_chief.get(f"{PAGE}{asked.pk}/file")

    assert f"{PAGE}{asked.pk}/file" in page
    with zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:
        assert b"Ada Byrd" in archive.read("rows/parties.lead.jsonl")


def test_one_is_written_at_a_time(as_chief, chief):
    start(by=chief)

    with pytest.raises(Conflict):
        start(by=chief)


def test_a_file_is_gone_after_a_day(as_chief, chief):
    asked = start(by=chief)
    write_everything.call(asked.pk)
    path = Path(TakeOut.objects.get().path)
    TakeOut.objects.update(created_at=now() - KEPT)

    forget_old_files()

    assert not path.exists()
    assert not TakeOut.objects.exists()
