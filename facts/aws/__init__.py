"""Facts as AWS's own APIs tell them: pure readings of their answers."""
