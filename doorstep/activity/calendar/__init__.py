"""The calendar: what repeats and when, how it is drawn, and how other programs read it."""
