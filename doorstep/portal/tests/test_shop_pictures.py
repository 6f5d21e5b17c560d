"""Pictures of what is shown, and of nothing else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from doorstep.kit.noting import unrecorded
from doorstep.portal.offering import pictures_of
from doorstep.portal.testing import make_shop_item, open_shop
from doorstep.records.actions import attach
from doorstep.records.models import Attachment
from doorstep.users.models import User

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n picture"


@pytest.fixture
def lamp(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    open_shop()
    return make_shop_item(slug="alder")


def hang(lamp, name, held):
    attach(lamp.item, by=User.system(), file=SimpleUploadedFile(name, held))


def test_a_picture_is_handed_out_and_kept_for_long(client, lamp):
    hang(lamp, "alder.png", PNG)
    where = pictures_of([lamp.item_id])[lamp.item_id][0]

    answer = client.get(where)

    assert where in client.get("/shop/alder/").content.decode()
    assert b"".join(answer.streaming_content) == PNG
    assert (answer["Content-Type"], "immutable" in answer["Cache-Control"]) == ("image/png", True)
    assert "sandbox" in answer["Content-Security-Policy"]


def test_what_is_no_longer_shown_has_no_pictures(client, lamp):
    hang(lamp, "alder.png", PNG)
    where = pictures_of([lamp.item_id])[lamp.item_id][0]
    with unrecorded():
        lamp.is_published = False
        lamp.save()

    assert client.get(where).status_code == 404


@pytest.mark.parametrize("name", ["plan.pdf", "drawing.svg", "page.html"])
def test_other_files_are_never_handed_out(client, lamp, name):
    hang(lamp, name, b"%PDF-1" if name.endswith("pdf") else b"<svg onload=alert(1)>")
    file = Attachment.objects.get()

    assert pictures_of([lamp.item_id]) == {}
    assert client.get(f"/shop/pictures/{file.pk}/{file.sha256[:16]}").status_code == 404
