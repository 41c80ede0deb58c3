"""Logs and traces: collected on every node, kept by CloudWatch Logs and X-Ray."""
