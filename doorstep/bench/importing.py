"""Seconds an import takes: ``python -m doorstep.bench.importing FILE``."""

from __future__ import annotations

import sys
import time
from pathlib import Path


def main() -> None:
    import django

    django.setup()
    from doorstep.exchange import engine
    from doorstep.users.models import User

    user = User.objects.get(email="ana@bench.example")
    job = engine.new_job("leads", Path(sys.argv[1]), by=user)
    start = time.perf_counter()
    engine.run(job)
    taken = time.perf_counter() - start
    if job.new != job.rows:
        raise SystemExit(f"Of {job.rows} rows {job.new} came in.")
    print(taken)


if __name__ == "__main__":
    main()
