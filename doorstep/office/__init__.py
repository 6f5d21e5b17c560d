"""The office: what an administrator sets up, and the doors people come in by.

Owns the actions on users, roles, teams, territories and the company, sign-in and settings pages.
Not here: the rules of who reaches what (users).
"""
