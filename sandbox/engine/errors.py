"""The one kind of failure that is reported before or instead of the engine's own."""


class CommandError(Exception):
    """The command can't run; the text says what is wrong and what to do about it."""
