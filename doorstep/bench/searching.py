"""Milliseconds that searches take, the whole of each: parsing, permission, SQL, ranking.

python -m doorstep.bench.searching   prints [[name, median, slowest twentieth], …] as JSON
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from statistics import median

ASKED = 60


def questions() -> Iterator[tuple[str, list[str]]]:
    from doorstep.parties.models import Lead

    chance = random.Random(3)
    named = Lead.objects.exclude(organisation="").exclude(phone="")
    ids = list(named.values_list("pk", flat=True))
    picked = Lead.objects.filter(pk__in=chance.sample(ids, min(ASKED, len(ids))))
    rows = list(picked.values_list("name", "organisation", "email", "phone"))
    yield "Search: three letters", [house[:3] for _name, house, *_rest in rows]
    yield "Search: a name", [name for name, *_rest in rows]
    yield "Search: an e-mail", [email for *_rest, email, _phone in rows]
    yield "Search: a phone", [phone[3:] for *_rest, phone in rows]
    yield "Search: a slip", [slip(house.split()[0]) for _name, house, *_rest in rows]


def slip(word: str) -> str:
    """Two letters exchanged."""
    return word[0] + word[2:0:-1] + word[3:]


def main() -> None:
    import django

    django.setup()
    from doorstep.records.searching import search
    from doorstep.users.models import User

    user = User.objects.get(email="ana@bench.example")
    found = []
    for name, texts in questions():
        taken = []
        for text in texts:
            start = time.process_time()
            search(user, text)
            taken.append((time.process_time() - start) * 1000)
        taken.sort()
        found.append((name, median(taken), taken[int(len(taken) * 0.95)]))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
