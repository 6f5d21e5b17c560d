"""What an item costs whom: prices of lists and of customers, and the taxes a customer bears."""
