"""What is known once the whole program has declared what it declares."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pulumi

Known = TypeVar("Known")


def at_the_end(read: Callable[[], Known]) -> pulumi.Output[Known]:
    """What ``read`` returns when the program's last line has run.

    A program runs from its first line to its last before Pulumi's event loop goes on, and this waits in that
    loop. What a program declares later, in an ``apply`` or after an ``await``, may come too late for it.
    """

    async def later() -> Known:
        return read()

    return pulumi.Output.from_input(later())
