"""The whole stack that a rule judges: its resources, and what waivers have let pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from guardrails.core.plain import Plain
from guardrails.core.resource import Resource
from guardrails.core.waivers import Waived


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

    def linked(self, resource: Resource, prop: str, ids: Plain, token: str) -> list[Resource]:
        """The resources of type ``token`` that ``ids``, found in the property ``prop``, stand for.

        While ids are not known, these are all whose outputs went into the property.
        """
        named = [
            other for other in self.of_type(token) if other.id in (ids if isinstance(ids, list) else [ids])
        ]
        return named or [other for other in self.referenced(resource, prop) if other.type == token]
