"""The verbs of the public site, and those by which staff keep it."""
