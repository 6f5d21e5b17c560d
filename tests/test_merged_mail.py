"""Mail of records that are merged."""

from doorstep.dedupe.actions import merge
from doorstep.mail.models import MessageLink
from doorstep.mail.testing import make_message
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead


def test_merged_leads_have_each_message_once(alice):
    keep, gone = make_lead(owner=alice, name="Ada"), make_lead(owner=alice, name="A.")
    both = make_message(owner=alice, records=[keep, gone])
    one = make_message(owner=alice, records=[gone])

    merge(Lead, by=alice, keep=keep.pk, merge=[gone.pk], take={})

    links = MessageLink.objects.about(keep).values_list("message", flat=True)
    assert sorted(links) == [both.pk, one.pk]
