"""The contract of a kind of leftover: how it is found, and how one of them is deleted."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from cli.leftovers.model import Leftover
from cli.leftovers.scope import Scope


class LeftoverKind(ABC):
    """One kind. A new one is one file, and one line in the order of deletion."""

    title: ClassVar[str]
    """Singular and lower case, as the table and messages show it."""
    is_global: ClassVar[bool] = False
    """IAM's kinds are found once for an account, not once for a region."""
    waits: ClassVar[bool] = True
    """Whether a deletion is over only when the finder does not find it any more."""
    patience: ClassVar[int] = 300
    """Seconds in which a deletion is repeated and awaited before it counts as failed."""

    @abstractmethod
    def find(self, scope: Scope) -> Iterable[Leftover]:
        """Everything of this kind that evidence ties to the scope's cluster, doubtful or not."""

    @abstractmethod
    def delete(self, scope: Scope, identifier: str) -> None:
        """Ask AWS to delete it, with what is inside it. Safe to repeat; may raise ClientError."""
