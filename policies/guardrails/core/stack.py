"""The whole stack that a rule judges: its resources, and what waivers have let pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from guardrails.core.plain import UNKNOWN, Plain
from guardrails.core.resource import Resource
from guardrails.core.waivers import Waived

Key = Callable[[Resource], object]


@dataclass(frozen=True)
class Linked:
    """The resources that a property stands for, as far as can be seen."""

    members: list[Resource]
    missing: bool = False
    """Whether the property may stand for others too."""
    surplus: bool = False
    """Whether it may stand for some of these only."""
    elsewhere: tuple[str, ...] = ()
    """What it says and nothing of this program is called."""

    @property
    def only(self) -> Resource | None:
        """The one that it stands for, if that can be told."""
        return self.members[0] if len(self.members) == 1 and not self.missing else None


@dataclass(frozen=True)
class Stack:
    """All resources of a stack, and what waivers have let pass."""

    resources: Sequence[Resource]
    tell_waived: Callable[[], Sequence[Waived]] = tuple

    @property
    def waived(self) -> Sequence[Waived]:
        """What waivers have let pass so far: the rules before this one add to it."""
        return self.tell_waived()

    @cached_property
    def secret_texts(self) -> frozenset[str]:
        """What no message may show of any resource."""
        return frozenset(text for resource in self.resources for text in resource.secret_texts)

    @cached_property
    def by_urn(self) -> Mapping[str, Resource]:
        """Every resource by its URN."""
        return {resource.urn: resource for resource in self.resources}

    def of_type(self, *tokens: str) -> Iterator[Resource]:
        """The resources of any of these types, type by type."""
        return (resource for token in tokens for resource in self._by_type.get(token, ()))

    @cached_property
    def _by_type(self) -> Mapping[str, Sequence[Resource]]:
        found: defaultdict[str, list[Resource]] = defaultdict(list)
        for resource in self.resources:
            found[resource.type].append(resource)
        return found

    def referenced(self, resource: Resource, prop: str) -> list[Resource]:
        """The resources whose outputs went into the property ``prop`` of ``resource``.

        This works in a preview too, where the value itself, an id, is not known yet.
        """
        urns = resource.references.get(prop, ())
        return [self.by_urn[urn] for urn in urns if urn in self.by_urn]

    def linked(
        self, resource: Resource, prop: str, ids: Plain, token: str, key: Key = attrgetter("id")
    ) -> Linked:
        """The resources of type ``token`` that ``ids``, found in the property ``prop``, stand for.

        ``key`` is what such a resource is called by there. Where that is not known yet, on either side, these
        are all whose outputs went into the property. What is absent is the same as nothing.
        """
        wanted = ids if isinstance(ids, list) else [] if ids is None else [ids]
        told = {one for one in wanted if isinstance(one, str)}
        others = list(self.of_type(token))
        named = [other for other in others if key(other) in told]
        hidden = wanted.count(UNKNOWN)
        if len(named) < len(told) and any(not isinstance(key(other), str) for other in others):
            hidden += len(told) - len(named)
        if not hidden:
            return Linked(named, elsewhere=tuple(sorted(told.difference(map(key, named)))))
        hinted = [
            other for other in self.referenced(resource, prop) if other.type == token and other not in named
        ]
        # One unknown value may be a whole list.
        return Linked(
            [*named, *hinted],
            missing=len(hinted) < hidden,
            surplus=len(hinted) > (1 if ids is UNKNOWN else hidden),
        )
