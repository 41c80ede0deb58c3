"""Development commands; nothing that `make up` runs."""
