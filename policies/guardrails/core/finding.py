"""What a rule says: a finding, or that it could not see something yet."""

from __future__ import annotations

from dataclasses import dataclass

from guardrails.core.resource import Resource


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a rule refuses.

    ``where`` is the property's path, ``found`` says what stands there, ``must`` what must stand there, and
    ``fix`` is one sentence that tells what to do.
    """

    resource: Resource | None
    where: str
    found: str
    must: str
    fix: str


@dataclass(frozen=True, slots=True)
class Unseen:
    """A value that the rule needs and that only the update will know."""

    resource: Resource
    where: str


Judgement = Finding | Unseen


def label(resource: Resource | None) -> str:
    """How people call the resource: its type and name."""
    return f"{resource.type} '{resource.name}'" if resource else "The stack"


def sentence(finding: Finding, url: str) -> str:
    """The whole message: which resource, which value, what it must be, how to fix it, where to read more."""
    return (
        f"{label(finding.resource)}, {finding.where}: {finding.found}.\n"
        f"Must be: {finding.must}.\n"
        f"Fix: {finding.fix}\n"
        f"Read more: {url}"
    )
