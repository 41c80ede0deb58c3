"""What one AWS resource type tells the provider. A new type is one small class in the file of its service."""

from __future__ import annotations

import abc
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sandbox.cloud.listing import Listing, Recorded, Within
from sandbox.cloud.moto_api import ACCOUNT, client
from sandbox.cloud.records import Records
from sandbox.wire.values import Properties

_PARTITIONS = {"cn": "aws-cn", "us-gov": "aws-us-gov"}


@dataclass(frozen=True)
class Aws:
    """One region of the account: clients, ARNs and the records of what moto lacks."""

    region: str
    records: Records
    account: str = ACCOUNT

    @property
    def partition(self) -> str:
        """The second field of every ARN."""
        return next(
            (name for prefix, name in _PARTITIONS.items() if self.region.startswith(f"{prefix}-")), "aws"
        )

    def client(self, service: str) -> Any:  # noqa: ANN401 - arguments are built from a program's own words
        """A boto3 client that moto answers."""
        return client(service, self.region)

    def arn(self, service: str, resource: str) -> str:
        """An ARN in this region and account, such as of ``ec2`` and ``vpc/vpc-1``."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"


class Resource(abc.ABC):
    """One resource type. ``inputs`` are checked inputs; tags among them include the provider's default tags.

    AWS's errors (botocore's ClientError) pass through: the provider turns them into messages.
    """

    kind: ClassVar[str]
    """The type token, such as ``aws:ec2/vpc:Vpc``."""
    listed: ClassVar[Listing | Within | Recorded]
    """Where the inventory finds it: without that, a destroy would not see what it left."""
    replace_on: ClassVar[frozenset[str]] = frozenset()
    """Properties (or dotted paths) that cannot change in place."""
    name_property: ClassVar[str | None] = None
    """The property that gets a generated name where the program gives none."""
    name_limit: ClassVar[int] = 255
    """The longest name that AWS takes."""
    defaults: ClassVar[Mapping[str, Any]] = {}
    """What the real provider's schema fills in."""
    recomputed: ClassVar[frozenset[str]] = frozenset()
    """Outputs that are unknown in the preview of any update."""

    @abc.abstractmethod
    def create(self, aws: Aws, inputs: Properties) -> str:
        """Creates, and returns the id."""

    @abc.abstractmethod
    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        """The outputs as they are now, at least those that are not inputs; None where it is gone.

        ``inputs`` are the last ones known, or empty in an import.
        """

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes in place what is not in ``replace_on``."""
        raise NotImplementedError(f"{self.kind} has nothing that can change in place")

    @abc.abstractmethod
    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        """Deletes; raises AWS's not-found error where it is gone."""

    def plan(self, inputs: Properties) -> Properties:
        """Outputs to add to a preview's: nested unknowns, and what is known in advance."""
        del inputs
        return {}


_KINDS: dict[str, Resource] = {}


def register(kind: type[Resource]) -> type[Resource]:
    """Class decorator: the provider knows this type from now on. Raises TypeError for one without a list."""
    if not hasattr(kind, "listed"):
        raise TypeError(f"{kind.__name__} does not say where it is listed: set Resource.listed")
    _KINDS[kind.kind] = kind()
    return kind


def kinds() -> Mapping[str, Resource]:
    """All resource types, by token."""
    return _KINDS


def tag_list(tags: Mapping[str, str] | None, key: str = "Key", value: str = "Value") -> list[dict[str, str]]:
    """Tags as most AWS calls take them."""
    return [{key: name, value: text} for name, text in (tags or {}).items()]


def tag_changes(old: Properties, new: Properties) -> tuple[list[str], dict[str, str]]:
    """Which tag keys go, and which tags are to be set, from old to new inputs."""
    before: dict[str, str] = old.get("tags") or {}
    after: dict[str, str] = new.get("tags") or {}
    gone = [key for key in before if key not in after]
    return gone, {key: text for key, text in after.items() if before.get(key) != text}
