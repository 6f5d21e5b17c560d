"""Owns what people write down, plan and do about any record. Does not own mail."""
