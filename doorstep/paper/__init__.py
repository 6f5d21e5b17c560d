"""Documents on paper: what they say, how it is set, and the invoice that machines read."""
