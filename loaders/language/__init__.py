"""What a text says: its parse, its parties, and what it states of them."""
