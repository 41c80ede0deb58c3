"""The remediation engines that the rules can read: a new one is a file here and a line below."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.core.finding import Unseen
from guardrails.core.stack import Stack
from guardrails.selfdriving.engines import draino, eks_auto_mode, eks_node_repair, pitstop
from guardrails.selfdriving.engines.engine import Engine
from guardrails.selfdriving.releases import unnamed

__all__ = ["Engine", "engines", "hidden_engines"]

_READERS = (draino.read, pitstop.read, eks_node_repair.read, eks_auto_mode.read)


def engines(stack: Stack) -> Iterator[Engine]:
    """Every engine that acts on nodes of this stack; one that runs dry doesn't act."""
    return (found for read in _READERS for found in read(stack) if isinstance(found, Engine))


def hidden_engines(stack: Stack) -> Iterator[Unseen]:
    """What may be an engine, or may act, and only the update will tell."""
    yield from unnamed(stack)
    yield from (found for read in _READERS for found in read(stack) if isinstance(found, Unseen))
