"""A record that needs a name is not given a number instead of one."""

import pytest

from doorstep.kit.errors import Invalid
from doorstep.parties.actions import create_customer, create_supplier
from doorstep.parties.models import Customer, Supplier

MAKING = [(create_supplier, Supplier), (create_customer, Customer)]


@pytest.mark.parametrize(("making", "model"), MAKING)
def test_a_name_of_blanks_is_refused(making, model, alice):
    with pytest.raises(Invalid) as refused:
        making(model, by=alice, name=" \t")

    assert "name" in refused.value.fields
