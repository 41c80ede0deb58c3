"""Metrics, dashboards and alerts of a cluster."""
