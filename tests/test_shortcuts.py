"""What is worked out once must say the same as what was asked every time."""

import pytest
from django.template import engines
from django.urls import NoReverseMatch, reverse

from doorstep.kit.addresses import address, has_address
from doorstep.kit.noting import unrecorded
from doorstep.users.models import Membership, User
from doorstep.users.testing import make_user


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("lead_list", ()),
        ("lead_detail", (7,)),
        ("lead_fact", (7, "next_contact_at")),
        ("action_do", ("lead.lost & found", 7)),
    ],
)
def test_an_address_is_what_django_says(name, args):
    assert address(name, *args) == reverse(name, args=args)


def test_an_address_that_is_not_there_is_refused():
    assert not has_address("lead_nowhere", 7)
    with pytest.raises(NoReverseMatch, match="lead_nowhere"):
        address("lead_nowhere", 7)


def test_a_prepared_query_reads_the_row_of_now(alice):
    assert User.with_rights(alice.pk) == alice
    with unrecorded():
        User.objects.filter(pk=alice.pk).update(name="Ally", is_active=False)

    found = User.with_rights(alice.pk)

    assert (found.name, found.is_active, found._state.adding) == ("Ally", False, False)
    assert found.joined_at == alice.joined_at


def test_a_user_comes_with_all_their_roles_or_none(alice, sales_rep, sales_manager, db):
    with unrecorded():
        Membership.objects.create(user=alice, role=sales_manager)
    nobody = make_user("new@example.org")

    rights = User.with_rights(alice.pk).rights

    assert {role for _boss, _second, role, _stamp in rights} == {sales_rep.pk, sales_manager.pk}
    assert sorted(rights) == sorted(User.objects.get(pk=alice.pk).rights)
    assert User.with_rights(nobody.pk).rights == ()
    assert User.with_rights(10**9) is None


def test_what_a_template_shows_is_escaped():
    made = engines["jinja2"].from_string(
        "{% macro b(x) %}<b>{{ x }}</b>{% endmacro %}"
        "{{ b(x) }}{{ d.size }}{{ _('Hi %(x)s', x=x) }}"
    )

    assert made.render({"x": "<&", "d": {"size": 1}}) == "<b>&lt;&amp;</b>1Hi &lt;&amp;"
