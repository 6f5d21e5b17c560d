"""The address by which an answer finds its thread."""

import pytest

from doorstep.mail.reply_address import reply_address, thread_named_by


def test_it_leads_back_to_its_thread():
    assert thread_named_by(reply_address("sales@hollin.example", 71)) == 71


def test_it_bears_being_written_in_capitals():
    assert thread_named_by(reply_address("sales@hollin.example", 71).upper()) == 71


def test_it_stays_within_what_a_mailbox_may_be_called():
    local = reply_address("sales@hollin.example", 10**12).partition("@")[0]

    assert local.startswith("sales+t1000000000000-")
    assert len(local) <= 64


@pytest.mark.parametrize("change", ["t71-|t72-", "-|-a", "+t|+x"])
def test_nobody_can_make_one_up(change):
    old, new = change.split("|")

    made_up = reply_address("sales@hollin.example", 71).replace(old, new)

    assert thread_named_by(made_up) is None


def test_an_ordinary_address_names_no_thread():
    assert thread_named_by("sales+lamps@hollin.example") is None
