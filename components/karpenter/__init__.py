"""Karpenter: starts and stops nodes without Auto Scaling groups."""
