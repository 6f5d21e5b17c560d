from django.db import migrations


class Migration(migrations.Migration):
    """The texts are rows now."""

    dependencies = [("parties", "0007_catalogue_rows")]

    operations = [
        *(
            migrations.RemoveField("customer", f"{name}_text")
            for name in ("price_list", "payment_terms", "tax_category")
        ),
        migrations.RemoveField("address", "tax_category_text"),
    ]
