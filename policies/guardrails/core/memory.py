"""What the pack remembers within one run of the engine, because the engine tells it only once.

The engine asks about each resource first, about the whole stack last, in one process, from several threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from guardrails.core.decode import Raw
from guardrails.core.waivers import Waived


class Memory:
    """Inputs by URN, and the findings that waivers let pass."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._inputs: dict[str, Raw] = {}
        self._waived: list[Waived] = []

    def keep_inputs(self, urn: str, props: Raw) -> None:
        """A stack rule is told outputs only, which in a preview lack what the program itself has said."""
        with self._lock:
            self._inputs[urn] = props

    def inputs(self, urn: str) -> Raw | None:
        """The inputs of a resource that the engine has asked about in this run."""
        with self._lock:
            return self._inputs.get(urn)

    def keep_waived(self, waived: Waived) -> None:
        """Keep a finding that a waiver let pass."""
        with self._lock:
            self._waived.append(waived)

    def waived(self) -> Sequence[Waived]:
        """All findings that waivers have let pass so far, in the order of their resources' names."""
        with self._lock:
            return sorted(self._waived, key=Waived.place)
