"""The index of a custom field holds the order of a list as well, and a text in one case."""

from django.db import migrations


def remake(apps, schema_editor):
    connection = schema_editor.connection
    quote = connection.ops.quote_name
    fields = apps.get_model("records", "CustomField").objects.filter(
        archived=False, filterable=True
    )
    for field in fields:
        name, table = quote(f"custom_field_{field.pk}"), quote(field.record_type.replace(".", "_"))
        value = _value(connection.vendor, quote("custom"), field)
        schema_editor.execute(f"DROP INDEX IF EXISTS {name}")
        schema_editor.execute(
            f"CREATE INDEX {name} ON {table} ({value}, created_at DESC, id DESC)", params=None
        )


def _value(vendor, column, field):
    if vendor == "sqlite":
        text = f"json_extract({column}, '$.{field.name}')"
        number = f"CAST({text} AS NUMERIC)"
    else:
        text = f"({column} ->> '{field.name}')"
        number = f"({text}::numeric)"
    if field.kind == "NUMBER":
        return f"({number})"
    return f"LOWER({text})" if field.kind == "TEXT" else f"({text})"


class Migration(migrations.Migration):

    dependencies = [
        ("records", "0013_letterhead"),
    ]

    operations = [
        migrations.RunPython(remake, migrations.RunPython.noop),
    ]
