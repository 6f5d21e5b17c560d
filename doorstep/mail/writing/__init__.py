"""How a message is written, without tables."""
