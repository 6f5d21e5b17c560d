"""Who: users, their teams, territories and roles, and how far each may reach.

Not here: the pages and actions that change them (office), and what they did (history).
"""
