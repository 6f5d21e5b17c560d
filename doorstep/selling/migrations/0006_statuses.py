"""Orders stand where their deliveries and invoices have brought them."""

from django.db import migrations

RENAMED = {"SUBMITTED": "TO_DELIVER_AND_BILL", "DELIVERED": "TO_BILL"}


def rename(apps, schema_editor):
    orders = apps.get_model("selling", "SalesOrder")
    for before, after in RENAMED.items():
        orders._base_manager.filter(status=before).update(status=after)


def rename_back(apps, schema_editor):
    orders = apps.get_model("selling", "SalesOrder")
    for before, after in RENAMED.items():
        orders._base_manager.filter(status=after).update(status=before)


class Migration(migrations.Migration):
    dependencies = [("selling", "0005_documents")]

    operations = [migrations.RunPython(rename, rename_back)]
