"""Seconds of CPU that an undo of many rows takes: ``python -m doorstep.bench.undoing ROWS``."""

from __future__ import annotations

import sys
import time


def main() -> None:
    import django

    django.setup()
    from doorstep.history.action import last_event
    from doorstep.history.actions import undo
    from doorstep.parties.actions import assign_leads
    from doorstep.parties.models import Lead
    from doorstep.users.models import User

    user, other = User.objects.get(email="ana@bench.example"), User.system()
    ids = list(Lead.objects.order_by("pk").values_list("pk", flat=True)[: int(sys.argv[1])])
    assign_leads(Lead, by=user, ids=ids, to=other)
    event = last_event()
    assert event is not None
    start = time.process_time()
    undo(event, by=user)
    taken = time.process_time() - start
    if Lead.objects.filter(lead_owner=other).exists():
        raise SystemExit("Not every row was put back.")
    print(taken)


if __name__ == "__main__":
    main()
