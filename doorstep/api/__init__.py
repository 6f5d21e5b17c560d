"""The REST API: every declared record type by itself, the verbs of each app, one way to refuse."""

from doorstep.api.docs import api

__all__ = ["api"]
