"""Mailboxes are read, and the ledger says what became of everything that lies in them."""
