"""Generators of the documentation: pages, and parts of pages, that are made from the code they describe."""
