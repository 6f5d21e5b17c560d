"""Owns sequences of letters and who is in them. The letters themselves are mail's."""
