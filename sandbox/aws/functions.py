"""The provider's functions (invokes), by token."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.aws.resource import Aws
from sandbox.wire.values import Properties

Function = Callable[[Aws, Properties], Properties]

FUNCTIONS: dict[str, Function] = {}


def function(token: str) -> Callable[[Function], Function]:
    """Decorator: the provider answers ``token`` with this function from now on."""

    def keep(answer: Function) -> Function:
        FUNCTIONS[token] = answer
        return answer

    return keep
