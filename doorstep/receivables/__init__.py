"""What customers owe: a ledger that is only ever written on, balances, and credit limits."""
