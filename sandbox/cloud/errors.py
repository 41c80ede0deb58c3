"""Errors that a person has to do something about."""


class SnapshotError(Exception):
    """A snapshot cannot be used; the text says what to do."""
