"""vCards: contacts as every address book understands them, out and in."""
