"""The one way to bring what people type into the form that is stored, matched and searched.

Pure functions: no tables, no network. ``emails``, ``phones``, ``names``, ``websites``,
``countries``.
"""
