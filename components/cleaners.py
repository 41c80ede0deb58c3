"""The controllers of a cluster that a destroy needs until what they clean up after is deleted."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi


class Cleaners:
    """Controllers that make things in AWS, and remove them when their objects in the cluster are deleted.

    A program adds its own, such as a load balancer controller; in a destroy, the farewell goes before them.
    """

    def __init__(self) -> None:
        self._added: list[pulumi.Resource] = []
        self._complete = False

    def add(self, *resources: pulumi.Resource) -> None:
        """Let the farewell go before ``resources``.

        Raises RunError where the program has come to its end: the farewell is declared then.
        """
        if self._complete:
            names = ", ".join(resource._name for resource in resources)
            raise pulumi.RunError(
                f"{names} cleans up in AWS and is declared too late for the farewell to go before it in a "
                "destroy: declare it in the program itself, and not in an apply or after an await"
            )
        self._added.extend(resources)

    def complete(self) -> Sequence[pulumi.Resource]:
        """All that were added; none can be from now on."""
        self._complete = True
        return tuple(self._added)
