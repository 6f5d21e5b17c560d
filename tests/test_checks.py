"""Conditions of the database, answered without it."""

import pytest
from django.db.models import F, Q

from doorstep.kit.checks import surely_broken
from doorstep.parties.models import Customer, Lead
from doorstep.parties.testing import make_customer, make_lead

CONVERTED = Q(status="CONVERTED") ^ Q(customer=None)


@pytest.mark.parametrize(
    ("condition", "values", "broken"),
    [
        (CONVERTED, {"status": "OPEN", "customer_id": None}, False),
        (CONVERTED, {"status": "OPEN", "customer_id": 3}, True),
        (CONVERTED, {"status": "CONVERTED", "customer_id": None}, True),
        (Q(score__lte=100), {"score": 101}, True),
        (Q(score__lte=100), {"score": None}, False),
        (~Q(status__in=["A", "B"]), {"status": "A"}, True),
        (Q(score__range=(1, 5)) | Q(status="A"), {"score": 9, "status": "B"}, True),
        (Q(number__isnull=False) | Q(status="DRAFT"), {"number": None, "status": "X"}, True),
        (Q(score__gt=F("limit")), {"score": 1, "limit": 5}, False),
        (Q(name__startswith="A"), {"name": "B"}, False),
        (Q(owner__team=1), {"name": "B"}, False),
    ],
)
def test_what_surely_breaks_a_condition_is_known_without_a_query(condition, values, broken):
    assert surely_broken(condition, values) is broken


def test_no_row_that_the_database_took_is_called_broken(db):
    make_lead()
    make_lead(status="Converted", customer=make_customer())

    for model in (Lead, Customer):
        for row in model.objects.all():
            for constraint in model._meta.constraints:
                if condition := getattr(constraint, "condition", None):
                    assert not surely_broken(condition, vars(row))
