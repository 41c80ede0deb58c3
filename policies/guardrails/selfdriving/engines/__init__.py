"""The remediation engines that the rules can read: a new one is a file here and a line below."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.core.stack import Stack
from guardrails.selfdriving.engines import draino, eks_auto_mode, eks_node_repair, pitstop
from guardrails.selfdriving.engines.engine import Engine

__all__ = ["Engine", "engines"]

_READERS = (draino.read, pitstop.read, eks_node_repair.read, eks_auto_mode.read)


def engines(stack: Stack) -> Iterator[Engine]:
    """Every engine that acts on nodes of this stack; one that runs dry doesn't act."""
    for read in _READERS:
        yield from read(stack)
