"""Remedies: what is tried on an unhealthy node, one file each; escalation.py holds their order."""
