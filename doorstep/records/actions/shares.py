"""The verbs of sharing: one record, one more person."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.errors import Conflict, Invalid
from doorstep.records.models import Record, Share
from doorstep.records.sharing import may_already
from doorstep.users.models import User


class SharedAlready(Conflict):
    """They see it without, or as they were asked to."""

    code = "shared_already"


class CannotBeShared(Invalid):
    """Their roles keep them from all records of this kind."""

    code = "cannot_be_shared"


@action(
    "*.shared",
    verb="share",
    label=gettext_lazy("Share"),
    told=gettext_lazy("shared this"),
    icon="users",
)
def share_record(record: Record, *, by: User, to: User, is_editor: bool = False) -> Share:
    """Let one more person see a record, or work on it too."""
    if may_already(record, to, is_editor=is_editor):
        says = _("%s can do this already.") % to
        raise SharedAlready(says, to=says)
    verbs = ("view", "edit") if is_editor else ("view",)
    if to not in User.objects.staff() or not all(to.reaches(type(record), v) for v in verbs):
        says = _("%(who)s may not work with any %(kind)s: their role would have to change first.")
        says = says % {"who": to, "kind": record._meta.verbose_name}
        raise CannotBeShared(says, to=says)
    share = Share.objects.about(record).filter(user=to).first() or Share.to(record, user=to)
    share.owner, share.is_editor = by, is_editor
    share.save()
    return share


@action(
    "*.unshared",
    verb="share",
    label=gettext_lazy("Stop sharing"),
    told=gettext_lazy("stopped sharing this"),
    icon="lock",
)
def stop_sharing(record: Record, *, by: User, to: User) -> None:
    """Take back what was shared. Whoever may see it by their role still may."""
    share = Share.objects.about(record).filter(user=to).first()
    if share is None:
        raise Conflict(_("This is not shared with %s.") % to)
    share.delete()
