import django.db.models.deletion
from django.db import migrations, models

CUSTOMER = (
    ("price_list", "PriceList", "price list"),
    ("payment_terms", "PaymentTerms", "payment terms"),
    ("tax_category", "TaxCategory", "tax category"),
)


def to(model, verbose_name, **more):
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        to=f"catalog.{model}",
        verbose_name=verbose_name,
        **more,
    )


class Migration(migrations.Migration):
    """Price list, payment terms and tax category become rows of lists: room for both."""

    dependencies = [("catalog", "0001_initial"), ("parties", "0005_quiet_leads")]

    operations = [
        *(migrations.RenameField("customer", name, f"{name}_text") for name, _model, _says in CUSTOMER),
        *(
            migrations.AddField("customer", name, to(model, says))
            for name, model, says in CUSTOMER
        ),
        migrations.RenameField("address", "tax_category", "tax_category_text"),
        migrations.AddField("address", "tax_category", to("TaxCategory", "tax category", related_name="addresses")),
    ]
