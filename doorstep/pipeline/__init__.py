"""Opportunities: what may be sold to whom, how far that is, how likely, and why it was lost."""
