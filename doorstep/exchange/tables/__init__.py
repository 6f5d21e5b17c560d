"""Files as tables: one header, rows of text, and every row that cannot be trusted named.

``open_table`` is the only door. Nothing here knows of records.
"""
