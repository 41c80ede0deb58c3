"""Creations of which the engine has not yet shown that it knows."""

from __future__ import annotations

from sandbox.wire.provider import Existing


class Unconfirmed:
    """What was made for a resource of the program, until the engine first names it by its id.

    An engine that is killed between a creation and its own record of it asks for the same creation again. On
    AWS the first one stays behind then; here it is found by its URN, so that a sandbox always converges.
    """

    def __init__(self) -> None:
        self._by_urn: dict[str, Existing] = {}

    def remember(self, urn: str, existing: Existing) -> None:
        """Note what was just made."""
        self._by_urn[urn] = existing

    def confirm(self, urn: str, physical: str) -> None:
        """The engine has named it: it is in the engine's record."""
        if (known := self._by_urn.get(urn)) is not None and known.physical == physical:
            del self._by_urn[urn]

    def orphan(self, urn: str) -> Existing | None:
        """What an engine that is gone had made for ``urn``, forgotten by this question."""
        return self._by_urn.pop(urn, None)
