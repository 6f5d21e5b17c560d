"""Data in and out: files of other systems to records, records to files.

Owns import and export jobs and their pages. Knows record types only by what they declare.
"""
