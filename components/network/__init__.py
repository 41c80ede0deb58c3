"""The network under a cluster."""
