"""Rules about the loop that looks after the nodes."""
