"""Node auto-repair: finds unhealthy nodes, drains and replaces them."""
