"""What a provider is, apart from gRPC: five verbs on resources, two previews, and functions."""

from __future__ import annotations

import abc
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sandbox.wire.diff import PropertyChange
from sandbox.wire.values import Properties

Session = TypeVar("Session")


class RefusalError(Exception):
    """The provider says no; the text is shown to the person who ran the engine."""


@dataclass(frozen=True)
class Candidate:
    """Inputs that are to be checked: ``news`` from the program, ``olds`` from the state (empty at first).

    ``seed`` makes generated names repeatable within one resource's life; it may be empty.
    """

    type: str
    name: str
    olds: Properties
    news: Properties
    seed: bytes


@dataclass(frozen=True)
class Failure:
    """One input that is wrong: the property's name and a full sentence."""

    property: str
    reason: str


@dataclass(frozen=True)
class Checked:
    """Inputs with the provider's defaults filled in, and what is wrong with them."""

    inputs: Properties
    failures: Sequence[Failure] = ()


@dataclass(frozen=True)
class Difference:
    """The changes between old and new inputs; ``delete_first`` where a replacement cannot stand beside
    the old."""

    changes: Sequence[PropertyChange] = field(default=())
    delete_first: bool = False


@dataclass(frozen=True)
class Existing:
    """A resource as the state has it; ``physical`` is its id."""

    physical: str
    inputs: Properties
    outputs: Properties


@dataclass(frozen=True)
class Found:
    """A resource as it is now; ``inputs`` is what a program would write to get it."""

    inputs: Properties
    outputs: Properties


class Provider(abc.ABC, Generic[Session]):
    """One package of resource types. Every method may raise RefusalError.

    ``Session`` is what ``configure`` makes of a provider's settings: region and tags, or a cluster.
    """

    @abc.abstractmethod
    def configure(self, config: Properties) -> Session:
        """The session that one provider resource's settings stand for."""

    @abc.abstractmethod
    def check(self, session: Session, candidate: Candidate) -> Checked:
        """Inputs with defaults, and failures; called in previews, too."""

    @abc.abstractmethod
    def diff(self, session: Session, kind: str, old: Properties, new: Properties) -> Difference:
        """What changes from old to new inputs."""

    @abc.abstractmethod
    def plan_create(self, session: Session, kind: str, inputs: Properties) -> Properties:
        """Outputs as far as they are known before creation."""

    @abc.abstractmethod
    def create(self, session: Session, kind: str, inputs: Properties) -> tuple[str, Properties]:
        """Create; returns id and outputs."""

    @abc.abstractmethod
    def plan_update(self, session: Session, kind: str, existing: Existing, new: Properties) -> Properties:
        """Outputs as far as they are known before an update to new inputs."""

    @abc.abstractmethod
    def update(self, session: Session, kind: str, existing: Existing, new: Properties) -> Properties:
        """Updates in place to new inputs; returns new outputs."""

    @abc.abstractmethod
    def read(self, session: Session, kind: str, existing: Existing) -> Found | None:
        """The resource as it is now, or None where it is gone; in an import only the id is known."""

    @abc.abstractmethod
    def delete(self, session: Session, kind: str, existing: Existing) -> None:
        """Deletes; what is gone already is no error."""

    @abc.abstractmethod
    def invoke(self, session: Session, function: str, args: Properties) -> Properties:
        """A function's result."""

    def diff_config(self, old: Properties, new: Properties) -> Difference:
        """What changes in the provider's own settings; nothing needs a replacement unless said otherwise."""
        del old, new
        return Difference()
