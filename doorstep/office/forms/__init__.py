"""What is typed into pages of the office: forms check shape, actions decide."""
