"""Several calls at the same moment, each on a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import close_old_connections, connection

from doorstep.kit.errors import Refusal


def at_once(*calls):
    """Run the calls in a thread each, started together; what each returned or was refused with."""
    start = Barrier(len(calls))

    def run(call):
        start.wait()
        try:
            return call()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    close_old_connections()
    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
