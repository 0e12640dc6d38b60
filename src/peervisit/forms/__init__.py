"""Word forms out and in: what stands in them, how they are set, and how they are read when they come back."""
