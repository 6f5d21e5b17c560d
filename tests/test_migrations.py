"""What holds for each migration; one of them is walked both ways in ``slow``."""

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

LOADED = MigrationLoader(None).disk_migrations
OURS = [
    pytest.param(each, id=f"{app}.{name}")
    for (app, name), each in sorted(LOADED.items())
    if apps.get_app_config(app).name.startswith("doorstep.")
]


@pytest.mark.parametrize("migration", OURS)
def test_every_migration_can_be_taken_back(migration):
    one_way = [str(each) for each in migration.operations if not each.reversible]

    assert one_way == []
