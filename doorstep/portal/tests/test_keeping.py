"""What the staff does to the shop."""

import pytest

from doorstep.catalog.models import Item
from doorstep.catalog.testing import make_item
from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Forbidden
from doorstep.portal.actions import (
    publish_shop_items,
    show_items,
    unpublish_shop_item,
    update_shop_item,
    update_shop_policy,
)
from doorstep.portal.models import ShopItem, ShopPolicy, shop_policy
from doorstep.portal.testing import make_shop_item
from doorstep.users.access import Reach
from doorstep.users.testing import make_role, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    role = make_role("Keeps the shop", Reach.ALL, is_administrator=True)
    return make_user("keeper@example.org", roles=[role])


def test_catalogue_items_are_shown_in_one_go_each_at_an_address_of_its_own(keeper):
    items = [make_item(name="Pendant Alder") for _ in range(3)]

    done = show_items(Item, by=keeper, ids=[item.pk for item in items])

    assert done == 3
    assert ShopItem.objects.published().count() == 3
    assert len(set(ShopItem.objects.values_list("slug", flat=True))) == 3


def test_what_stands_in_the_shop_keeps_its_words_when_it_is_shown_again(keeper):
    shown = make_shop_item("As we call it", is_published=False)

    show_items(Item, by=keeper, ids=[shown.item_id])

    shown.refresh_from_db()
    assert (shown.title, shown.is_published) == ("As we call it", True)


def test_who_may_put_nothing_into_the_shop_is_refused(alice):
    reader = make_user("reader@example.org", roles=[make_role("Reads", Reach.NONE)])

    with pytest.raises(Forbidden):
        show_items(Item, by=reader, ids=[make_item().pk])

    assert not ShopItem.objects.exists()


def test_several_are_published_at_once_and_one_undo_takes_them_back(keeper):
    shown = [make_shop_item(is_published=False) for _ in range(2)]

    publish_shop_items(ShopItem, by=keeper, ids=[each.pk for each in shown])
    undo(Event.objects.latest("pk"), by=keeper)

    assert not ShopItem.objects.published().exists()


def test_one_is_taken_off_the_shop(client, keeper):
    shown = make_shop_item()

    unpublish_shop_item(shown, by=keeper)

    assert not ShopItem.objects.published().exists()


def test_a_changed_address_leaves_the_former_one_behind_and_taking_it_back_needs_none(keeper):
    shown = make_shop_item(slug="alder")

    shown = update_shop_item(shown, by=keeper, slug="pendant-alder")
    former = list(shown.former_slugs.values_list("slug", flat=True))
    shown = update_shop_item(shown, by=keeper, slug="alder")

    assert former == ["alder"]
    assert list(shown.former_slugs.values_list("slug", flat=True)) == ["pendant-alder"]


def test_the_policy_is_made_with_the_first_word_and_then_changed(keeper):
    update_shop_policy(ShopPolicy, by=keeper, is_open=True)
    update_shop_policy(ShopPolicy, by=keeper, headline="Good light")

    policy = shop_policy()
    assert (policy.is_open, policy.headline) == (True, "Good light")


def test_the_settings_open_the_shop(client, keeper):
    client.force_login(keeper)

    answer = client.post(
        "/settings/shop/",
        {
            "is_open": "on",
            "sign_ups_an_hour": 300,
            "cart_days": 30,
            "delivery_days": 7,
            "headline": "Light",
        },
    )

    assert answer.status_code == 302, answer.content
    assert shop_policy().is_open


def test_the_page_of_an_item_says_whether_it_is_in_the_shop(client, keeper):
    shown = make_shop_item()
    client.force_login(keeper)

    panels = client.get(f"/items/{shown.item_id}/panels/item_in_shop/")

    assert f"/shop/{shown.slug}/" in panels.content.decode()
