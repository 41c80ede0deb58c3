"""The cluster: control plane, add-ons, node groups."""
