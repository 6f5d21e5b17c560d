"""How people come in: e-mail and password, a second step, passkeys. django-allauth does the work,
here is what we decide about it.
"""
