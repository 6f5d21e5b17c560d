"""What is read out of a message, without tables."""
