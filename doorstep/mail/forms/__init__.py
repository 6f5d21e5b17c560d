"""What the pages of mail ask for."""
