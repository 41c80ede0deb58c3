"""Text of a stack file that must not be shown."""

from __future__ import annotations


class SecretText(str):
    """Text like any other, but for its representation and for what shows or stores it: that asks for it.

    The engine tells of a whole block that it has a secret, and not where: all text of the block is secret.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "SecretText()"


def hidden(value: object) -> object:
    """``value`` with its secret text replaced, to be shown."""
    if isinstance(value, SecretText):
        return "(not shown)"
    if isinstance(value, dict):
        return {key: hidden(item) for key, item in value.items()}
    if isinstance(value, list):
        return [hidden(item) for item in value]
    return value


def secret(value: object) -> object:
    """``value`` with all its text secret, as it comes out of JSON."""
    if isinstance(value, str):
        return SecretText(value)
    if isinstance(value, dict):
        return {key: secret(item) for key, item in value.items()}
    if isinstance(value, list):
        return [secret(item) for item in value]
    return value
