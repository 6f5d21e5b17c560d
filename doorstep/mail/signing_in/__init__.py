"""Mailboxes one signs in to at their provider (OAuth 2): consent, tokens, tokens made anew."""
