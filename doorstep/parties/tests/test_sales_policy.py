"""The page of the sales policy: who may, what it does, what it refuses, what history says."""

from decimal import Decimal

import pytest

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Refusal
from doorstep.parties.actions import create_lead
from doorstep.parties.forms import POLICY
from doorstep.parties.models import CustomerGroup, Lead, LeadStatus, sales_policy
from doorstep.users.models import Role
from doorstep.users.testing import make_user

PAGE = "/settings/sales-policy/"


@pytest.fixture
def ada(db):
    return make_user("ada@example.org", roles=[Role.objects.get(is_administrator=True)])


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


def sent(**fields):
    policy = sales_policy()
    plain = {
        name: "on" if value is True else value
        for name in POLICY
        if isinstance(value := getattr(policy, name), int | str | Decimal) and value is not False
    }
    held = plain | {
        "unique_email": "on",
        "carry_forward": "on",
        "lead_status": policy.lead_status_id,
        "customer_group": policy.customer_group_id,
        "customer_territory": policy.customer_territory_id or "",
        "quiet_after_days": policy.quiet_after_days,
        "tax_category_from": policy.tax_category_from,
    }
    return {name: value for name, value in (held | fields).items() if value is not None}


def test_each_rule_is_explained(as_ada):
    page = as_ada.get(PAGE).content.decode()

    assert "may go on. Leads that share one already stay." in page
    assert f'href="{PAGE}"' in page


def test_nobody_else_opens_it(as_alice):
    assert as_alice.get(PAGE).status_code == 403
    assert as_alice.post(PAGE, {}).status_code == 403


def test_with_unique_email_off_a_second_lead_may_have_it(as_ada, ada):
    create_lead(Lead, by=ada, name="Ada", email="ada@firm.test")
    with pytest.raises(Refusal, match="Another lead has this e-mail"):
        create_lead(Lead, by=ada, name="Eve", email="ada@firm.test")

    as_ada.post(PAGE, sent(unique_email=None))

    assert create_lead(Lead, by=ada, name="Eve", email="ada@firm.test")


def test_only_what_was_changed_is_part_of_history(as_ada, ada):
    as_ada.post(PAGE, sent(auto_create_contact="on"))

    event = Event.objects.get()
    assert event.name == "sales_policy.updated"
    assert sales_policy().auto_create_contact
    undo(event, by=ada)
    assert not sales_policy().auto_create_contact


def test_what_is_saved_as_it_was_is_no_event(as_ada):
    as_ada.post(PAGE, sent())

    assert not Event.objects.exists()


def test_a_new_lead_begins_as_the_policy_says(as_ada, ada):
    replied = LeadStatus.objects.get(code="REPLIED")

    as_ada.post(PAGE, sent(lead_status=replied.pk))

    assert create_lead(Lead, by=ada, name="Eve").status == replied


def test_no_lead_begins_where_leads_end(as_ada):
    page = as_ada.post(PAGE, sent(lead_status=LeadStatus.objects.get(code="CONVERTED").pk))

    assert page.status_code == 422
    assert "A new lead cannot begin as “Converted”." in page.content.decode()


def test_the_usual_group_is_one_that_customers_can_belong_to(as_ada):
    page = as_ada.post(PAGE, sent(customer_group=CustomerGroup.objects.get(parent=None).pk))

    assert page.status_code == 422
    assert "holds other groups" in page.content.decode()
