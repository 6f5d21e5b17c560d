"""How letters leave: to a server, once, with what it said."""
