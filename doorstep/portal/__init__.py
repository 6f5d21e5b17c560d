"""The public site: the shop, sign-up, addresses, cart, checkout, and what a customer sees.

A visitor acts on rows of their own (an account, a cart); what follows in leads, customers and
orders is done by the system inside the same action, so that history says who asked for it.
"""
