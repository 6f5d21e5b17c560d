"""Milliseconds the database takes for a page far into a list."""

from __future__ import annotations

import time
from statistics import median


def main() -> None:
    import django

    django.setup()
    from django.db import connection

    from doorstep.kit.keyset import cursor_of
    from doorstep.parties.models import Lead
    from doorstep.parties.records import LEADS
    from doorstep.records.query import ListQuery
    from doorstep.users.models import User

    user = User.objects.get(email="ana@bench.example")
    middle = Lead.objects.order_by("-created_at", "-pk")[Lead.objects.count() * 3 // 4]
    after = cursor_of(middle.created_at, middle.pk)
    asked: list[tuple[str, object]] = []

    def keep(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        LEADS.page(user, ListQuery(after=after), size=50)
    sql, params = asked[-1]
    taken = []
    with connection.cursor() as cursor:
        for _time in range(200):
            start = time.perf_counter()
            cursor.execute(sql, params)
            cursor.fetchall()
            taken.append((time.perf_counter() - start) * 1000)
    print(median(taken))


if __name__ == "__main__":
    main()
