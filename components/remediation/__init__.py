"""Finds sick nodes, drains them, replaces them."""
