"""What AWS has and what it asks for, from dated data."""
