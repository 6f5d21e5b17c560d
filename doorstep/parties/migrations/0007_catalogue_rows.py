from unicodedata import normalize

from django.db import migrations

FIELDS = (
    ("Customer", "price_list", "PriceList"),
    ("Customer", "payment_terms", "PaymentTerms"),
    ("Customer", "tax_category", "TaxCategory"),
    ("Address", "tax_category", "TaxCategory"),
)


def key_of(name):
    return " ".join(normalize("NFKC", name).casefold().split())


def texts_become_rows(apps, schema_editor):
    """Each text that somebody wrote is a row of its list; history tells of the rows as well."""
    for model_name, field, list_name in FIELDS:
        model = apps.get_model("parties", model_name)
        rows = Rows(apps.get_model("catalog", list_name))
        texts = model.objects.exclude(**{f"{field}_text": ""}).order_by()
        for text in texts.values_list(f"{field}_text", flat=True).distinct():
            model.objects.filter(**{f"{field}_text": text}).update(**{field: rows.of(text)})
        rewrite_history(apps, f"parties.{model_name.lower()}", field, f"{field}_id", rows.of)


def rows_become_texts(apps, schema_editor):
    for model_name, field, list_name in FIELDS:
        model = apps.get_model("parties", model_name)
        names = dict(apps.get_model("catalog", list_name).objects.values_list("pk", "name"))
        for pk, name in names.items():
            model.objects.filter(**{field: pk}).update(**{f"{field}_text": name})
        label = f"parties.{model_name.lower()}"
        rewrite_history(apps, label, f"{field}_id", field, lambda pk: names.get(pk, ""))


def rewrite_history(apps, label, old, new, meant):
    changes = apps.get_model("history", "Change").objects.filter(record_type=label)
    for change in changes.filter(before__has_key=old).iterator():
        value = meant(change.before.pop(old))
        change.before[new] = value
        change.save(update_fields=["before"])


class Rows:
    """The rows of one list, by what they are called; made where there is none."""

    def __init__(self, model):
        self.model = model
        self.known = dict(model.objects.values_list("key", "pk"))

    def of(self, text):
        key = key_of(text) if isinstance(text, str) else ""
        if not key:
            return None
        if key not in self.known:
            row = self.model(name=text.strip()[:100], key=key[:200], position=len(self.known))
            row.save()
            self.known[key] = row.pk
        return self.known[key]


class Migration(migrations.Migration):
    dependencies = [
        ("history", "0002_reactions"),
        ("parties", "0006_catalogue"),
    ]

    operations = [migrations.RunPython(texts_become_rows, rows_become_texts)]
