"""The page on which a draft is written, for every document with lines."""
