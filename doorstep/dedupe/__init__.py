"""Who is there twice: finding them, telling them apart, making one of them."""
