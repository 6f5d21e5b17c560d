"""What we sell, in which units, on which lists; how it is taxed and paid. Not to whom."""
