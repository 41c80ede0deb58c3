"""What else runs in a cluster: one file each, under one contract."""
