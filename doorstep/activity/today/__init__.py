"""What waits for somebody: sections that apps fill, each row something to be worked on."""
