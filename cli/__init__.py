"""What `make` runs on any stack: the engine, preflight, destroy, leftovers, access, render, drift."""
