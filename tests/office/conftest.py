"""Who administers."""

import pytest

from doorstep.users.models import Role
from doorstep.users.testing import make_user


@pytest.fixture
def ada(db):
    return make_user("ada@example.org", roles=[Role.objects.get(is_administrator=True)])


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client
