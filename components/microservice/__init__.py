"""One line in, a production-ready service out."""
