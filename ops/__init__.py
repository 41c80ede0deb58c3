"""Small commands for people who run the cluster."""
