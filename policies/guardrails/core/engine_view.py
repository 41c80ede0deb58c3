"""Reads resources and stacks out of what the engine hands to a policy."""

from __future__ import annotations

import pulumi_policy

from guardrails.core.memory import Memory
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack


def resource_of(args: pulumi_policy.ResourceValidationArgs, memory: Memory) -> Resource:
    """The resource that the engine asks about."""
    return Resource(
        type=args.resource_type,
        name=args.name,
        urn=args.urn,
        raw=args.props,
        raw_provider=args.provider.props if args.provider else None,
        secrets=memory.secrets(args.urn),
    )


def stack_of(args: pulumi_policy.StackValidationArgs, memory: Memory) -> Stack:
    """The stack that the engine asks about."""
    return Stack([_member(resource, memory) for resource in args.resources], memory.waived())


def _member(resource: pulumi_policy.PolicyResource, memory: Memory) -> Resource:
    return Resource(
        type=resource.resource_type,
        name=resource.name,
        urn=resource.urn,
        raw=resource.props,
        raw_provider=resource.provider.props if resource.provider else None,
        raw_inputs=memory.inputs(resource.urn),
        references={
            prop: tuple(dependency.urn for dependency in dependencies)
            for prop, dependencies in resource.property_dependencies.items()
        },
    )
