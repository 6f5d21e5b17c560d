"""Owns mailboxes, the ledger of what was seen in them, and messages. Does not own parties."""
