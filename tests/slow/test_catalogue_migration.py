"""Texts that customers had for price list, terms and tax category become rows of lists."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from doorstep.history.models import Change, Event
from doorstep.users.models import User
from tests.prepared_database import empty_database

BEFORE = [("parties", "0005_quiet_leads")]
LAST = [("parties", "0008_catalogue_only")]


@pytest.fixture
def to(django_db_setup, django_db_blocker):
    """Migrates an empty database, from the beginning and no further than asked."""

    def migrated(targets):
        executor = MigrationExecutor(connection)
        executor.migrate(targets)
        return executor.loader.project_state(targets).apps

    with django_db_blocker.unblock(), empty_database():
        yield migrated


def newest(app):
    return MigrationExecutor(connection).loader.graph.leaf_nodes(app)


def customer_before(apps, name, **texts):
    return apps.get_model("parties", "Customer").objects.create(name=name, **texts)


def test_texts_become_rows_and_history_speaks_of_them(to):
    to([*newest("users"), *newest("history")])
    apps = to(BEFORE)
    oak = customer_before(apps, "Oak", price_list="Trade ", payment_terms="30 days")
    elm = customer_before(apps, "Elm", price_list="trade", tax_category="Union")
    event = Event.objects.create(name="customer.updated", by_id=User.system().pk)
    change = Change.objects.create(
        event=event,
        record_type="parties.customer",
        record_id=oak.pk,
        kind="CHANGED",
        before={"price_list": "Retail", "tax_category": "", "name": "Oaks"},
    )

    apps = to(LAST)

    rows = apps.get_model("parties", "Customer").objects.in_bulk()
    lists = dict(apps.get_model("catalog", "PriceList").objects.values_list("name", "pk"))
    assert rows[oak.pk].price_list_id == rows[elm.pk].price_list_id
    assert rows[oak.pk].payment_terms.name == "30 days"
    assert rows[oak.pk].tax_category is None
    assert rows[elm.pk].tax_category.name == "Union"
    kept = Change.objects.get(pk=change.pk).before
    assert kept == {"price_list_id": lists["Retail"], "tax_category_id": None, "name": "Oaks"}

    apps = to(BEFORE)

    back = apps.get_model("parties", "Customer").objects.in_bulk()
    assert (back[oak.pk].payment_terms, back[elm.pk].tax_category) == ("30 days", "Union")
    assert back[oak.pk].price_list.casefold().strip() == "trade"
