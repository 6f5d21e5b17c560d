"""The verbs of the public site, and those by which staff keep it."""

from doorstep.portal.actions.messages import answer_message, write_message

__all__ = ["answer_message", "write_message"]
