"""What was invoiced, credited and paid; it posts to receivables and counts on orders."""
