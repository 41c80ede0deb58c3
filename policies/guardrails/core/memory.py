"""What the pack remembers within one run of the engine, because the engine tells it only once.

The engine asks about each resource first, about the whole stack last, in one process, from several threads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from threading import Lock
from typing import Any

from pulumi_policy.secret import Secret

from guardrails.core.waivers import Waived


class Memory:
    """Inputs and secrets by URN, and the findings that waivers let pass."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._inputs: dict[str, Mapping[str, Any]] = {}
        self._secrets: dict[str, frozenset[str]] = {}
        self._waived: list[Waived] = []

    def keep_inputs(self, urn: str, props: Mapping[str, Any]) -> None:
        """A stack rule is told outputs only, which in a preview lack what the program itself has said."""
        with self._lock:
            self._inputs[urn] = props

    def inputs(self, urn: str) -> Mapping[str, Any] | None:
        """The inputs of a resource that the engine has asked about in this run."""
        with self._lock:
            return self._inputs.get(urn)

    def keep_secrets(self, urn: str, view: Mapping[str, Any]) -> None:
        """Only while it remediates is a rule told which values are secret; ``view`` is what it gets then."""
        paths = frozenset(_secret_paths(view, ""))
        with self._lock:
            self._secrets[urn] = paths

    def secrets(self, urn: str) -> frozenset[str]:
        """The paths of secret values; none where the engine was not asked to remediate."""
        with self._lock:
            return self._secrets.get(urn, frozenset())

    def keep_waived(self, waived: Waived) -> None:
        """Keep a finding that a waiver let pass."""
        with self._lock:
            self._waived.append(waived)

    def waived(self) -> Sequence[Waived]:
        """All findings that waivers have let pass so far."""
        with self._lock:
            return tuple(self._waived)


def _secret_paths(value: object, path: str) -> Iterator[str]:
    value = _target(value)
    if isinstance(value, Secret):
        yield path
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _secret_paths(item, f"{path}.{key}" if path else key)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, item in enumerate(value):
            yield from _secret_paths(item, f"{path}[{index}]")


def _target(value: Any) -> object:  # noqa: ANN401  (whatever stands in a property)
    # pulumi_policy itself unwraps its proxies by this key, to keep the marks of secrets.
    try:
        target: object = value["__target"]
    except (KeyError, TypeError):
        return value
    return target
