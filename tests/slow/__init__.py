"""Real processes: what takes seconds."""
