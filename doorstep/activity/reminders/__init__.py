"""Reminders that arrive: what is due for whom, claimed once, brought by page, mail and push."""
