"""Who is meant by ``@Ines`` in a note. It writes: only inside an action."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection

from django.utils.translation import gettext as _

from doorstep.activity.models import Mention, Note
from doorstep.kit.errors import Invalid
from doorstep.records.actions.shares import share_record
from doorstep.records.models import Record
from doorstep.records.sharing import may_already
from doorstep.users.models import User

AT = re.compile(r"(?<![\w.@])@([^\W_][\w.+@'-]*(?: [^\W_][\w'-]*){0,3})")
MOST = 10


class MentionOutOfReach(Invalid):
    """Who is mentioned could not read the note."""

    code = "mention_out_of_reach"


def mentioned_in(text: str) -> list[User]:
    """The colleagues whom a text names by name, e-mail, or a first name that only one has."""
    found = AT.findall(text)
    if not found:
        return []
    names: dict[str, list[User]] = defaultdict(list)
    for user in User.objects.staff().order_by("pk"):
        for name in {user.name, user.email, user.name.partition(" ")[0]}:
            names[name.casefold()].append(user)
    people = (_longest(each, names) for each in found)
    return list(dict.fromkeys(user for user in people if user))[:MOST]


def keep_mentions(
    note: Note, record: Record, *, by: User, share: Collection[int] = ()
) -> list[User]:
    """Tie the note to whom it speaks to; who cannot see the record is refused, or let see it."""
    people = mentioned_in(note.text)
    outside = [user for user in people if not may_already(record, user)]
    for user in outside:
        if user.pk in share:
            share_record(record, by=by, to=user)
    if left := [user for user in outside if user.pk not in share]:
        says = _(
            "%(who)s cannot see this %(kind)s. Share it with them first, or choose them from the "
            "list that opens after @; or write the name without it."
        )
        names = {"who": ", ".join(map(str, left)), "kind": record._meta.verbose_name}
        raise MentionOutOfReach(says % names, text=says % names)
    held = {mention.user_id: mention for mention in Mention.objects.filter(note=note)}
    new = [user for user in people if user.pk not in held]
    for user in new:
        Mention(note=note, user=user).save()
    for pk in held.keys() - {user.pk for user in people}:
        held[pk].delete()
    return new


def _longest(said: str, names: dict[str, list[User]]) -> User | None:
    """ "Ines Marchetti over" is Ines Marchetti; a first name that two have is neither."""
    words = said.split(" ")
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count]).casefold().rstrip(".,;:!?'-")
        if people := names.get(name):
            if len(people) > 1:
                says = _("There are several called %s: write the whole name after the @.")
                raise Invalid(says % words[0], text=says % words[0])
            return people[0]
    return None
