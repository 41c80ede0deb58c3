"""What a rule judges: one resource, or the whole stack, as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pulumi_policy

from guardrails.core.plain import Plain, plain


@dataclass(frozen=True, eq=False)
class Resource:
    """A resource: ``type`` is its token, such as ``aws:ec2/instance:Instance``.

    ``raw`` and ``raw_provider`` are as the engine gave them; ``props`` and ``provider`` are the same as plain
    data, made when first asked for: most rules look at few resources. A component has no provider.
    ``depends_on`` and ``references`` (by property) hold URNs, and only a stack rule sees them.
    """

    type: str
    name: str
    urn: str
    raw: Mapping[str, Any]
    raw_provider: Mapping[str, Any] | None = None
    parent: str | None = None
    depends_on: tuple[str, ...] = ()
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    protected: bool = False

    @cached_property
    def props(self) -> dict[str, Plain]:
        """The properties as plain data: inputs for a resource rule, outputs for a stack rule."""
        return _object(self.raw)

    @cached_property
    def provider(self) -> dict[str, Plain]:
        """The settings of the resource's provider as plain data; empty for a component."""
        return _object(self.raw_provider)


@dataclass(frozen=True)
class Stack:
    """All resources of a stack, in the order in which the engine registered them."""

    resources: Sequence[Resource]

    @cached_property
    def by_urn(self) -> Mapping[str, Resource]:
        """Every resource by its URN."""
        return {resource.urn: resource for resource in self.resources}

    def of_type(self, *tokens: str) -> Iterator[Resource]:
        """The resources of any of these types."""
        return (resource for resource in self.resources if resource.type in tokens)

    def referenced(self, resource: Resource, prop: str) -> list[Resource]:
        """The resources whose outputs went into the property ``prop`` of ``resource``.

        This works in a preview too, where the value itself, an id, is not known yet.
        """
        urns = resource.references.get(prop, ())
        return [self.by_urn[urn] for urn in urns if urn in self.by_urn]


def _object(raw: Mapping[str, Any] | None) -> dict[str, Plain]:
    made = plain(raw)
    return made if isinstance(made, dict) else {}


def from_validation(args: pulumi_policy.ResourceValidationArgs) -> Resource:
    """The resource that the engine asks about."""
    return Resource(
        type=args.resource_type,
        name=args.name,
        urn=args.urn,
        raw=args.props,
        raw_provider=args.provider.props if args.provider else None,
        parent=args.opts.parent,
        protected=args.opts.protect,
    )


def from_stack(args: pulumi_policy.StackValidationArgs) -> Stack:
    """The stack that the engine asks about."""
    return Stack([_from_member(resource) for resource in args.resources])


def _from_member(resource: pulumi_policy.PolicyResource) -> Resource:
    return Resource(
        type=resource.resource_type,
        name=resource.name,
        urn=resource.urn,
        raw=resource.props,
        raw_provider=resource.provider.props if resource.provider else None,
        parent=resource.parent.urn if resource.parent else None,
        depends_on=tuple(dependency.urn for dependency in resource.dependencies),
        references={
            prop: tuple(dependency.urn for dependency in dependencies)
            for prop, dependencies in resource.property_dependencies.items()
        },
        protected=resource.opts.protect,
    )
