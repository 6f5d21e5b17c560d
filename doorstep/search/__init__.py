"""One index over every record type: kept in the transaction of each change, asked by words.

It owns the index and the vocabulary. What is searched of a record is said by its RecordType.
"""
