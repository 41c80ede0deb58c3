"""`make drift`: what differs between a stack's settings and what there is."""
