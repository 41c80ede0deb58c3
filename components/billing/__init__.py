"""Who is told when the bill grows."""
