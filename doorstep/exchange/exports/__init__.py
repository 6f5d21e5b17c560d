"""Records to files: which columns, how each cell is written, and who was told."""
