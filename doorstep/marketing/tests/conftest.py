import pytest

from doorstep.mail.testing import make_mailbox
from doorstep.parties.testing import make_lead


@pytest.fixture
def sales(db):
    return make_mailbox()


@pytest.fixture
def lead(alice):
    return make_lead(owner=alice, name="Nadia Ferrante", email="nadia@quill.example")
