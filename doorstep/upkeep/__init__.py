"""Keeps an install running: who is alive, what is due, backup and restore, the doctor,
and everything taken out.

It owns heartbeats and the turns of periodic work. What is done periodically is each app's own.
"""
