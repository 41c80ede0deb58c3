"""The one kind of failure that the set-up reports."""


class SetupError(Exception):
    """The set-up can't go on; the text says what is wrong and what to do about it."""
