"""What a rule says: a finding, or that it could not see something yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from guardrails.core.components import fix_by_component
from guardrails.core.resource import Resource
from guardrails.core.secrets import HIDDEN, without


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a rule refuses.

    ``where`` is the property's path, ``found`` says what stands there, ``must`` what must stand there, and
    ``fix`` is one sentence that tells what to do. ``shown`` is true where no secret can be in these any more.
    """

    resource: Resource | None
    where: str
    found: str
    must: str
    fix: str
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Unseen:
    """A value that the rule needs and that only the update will know.

    Where it is ``elsewhere``, it is known, and stands for something that this program doesn't make.
    """

    resource: Resource
    where: str
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the rule can't judge, before the update or after: told, and refused by nothing."""

    resource: Resource | None
    text: str


Judgement = Finding | Unseen | Note

_SECRET: Final = f"{HIDDEN}, a value that the program marked as secret"


def label(resource: Resource | None) -> str:
    """How people call the resource: its type and name."""
    return f"{resource.called} '{resource.name}'" if resource else "The stack"


def shown(finding: Finding, secrets: frozenset[str]) -> Finding:
    """The finding without any value that the program marked as secret; ``secrets`` are such texts.

    What stands under a mark is not described either: a price tells an instance type.
    """
    if finding.shown:
        return finding
    place = _outside(finding.resource, finding.where)
    return replace(
        finding,
        where=without(place, secrets),
        found=_SECRET if place != finding.where or _marked(finding) else without(finding.found, secrets),
        must=without(finding.must, secrets),
        fix=without(finding.fix, secrets),
        shown=True,
    )


def as_written(finding: Finding) -> Finding:
    """The finding by what the program has: other names than the rule's, or a component's option."""
    resource, where = finding.resource, finding.where
    if resource is None:
        return finding
    written = resource.as_written(where)
    fix = fix_by_component(resource, where) or finding.fix.replace(where, written)
    return replace(finding, where=written, fix=fix)


def _marked(finding: Finding) -> bool:
    return finding.resource is not None and finding.where in finding.resource.secrets


def _outside(resource: Resource | None, where: str) -> str:
    """The path as far as the first mark on it: what a secret is made of is secret too."""
    marks = sorted(resource.secrets, key=len) if resource else ()
    return next((mark for mark in marks if where.startswith((f"{mark}.", f"{mark}["))), where)


def sentence(findings: Sequence[Finding], url: str) -> str:
    """The whole message: where, which value, what it must be, how to fix it, where to read more.

    ``findings`` differ in nothing but their resource.
    """
    first, *others = findings
    subject = f"{len(findings)} resources" if others else label(first.resource)
    lines = [
        _stopped(f"{subject}, {first.where}: {first.found}"),
        _stopped(f"Must be: {first.must}"),
        _stopped(f"Fix: {first.fix}"),
        f"Read more: {url}",
    ]
    if others:
        lines += ["The resources:", *_listed([finding.resource for finding in findings])]
    return "\n".join(lines)


def _listed(resources: Sequence[Resource | None]) -> list[str]:
    """A line for each type, with the names."""
    names: dict[str, list[str]] = {}
    for resource in resources:
        if resource is not None:
            names.setdefault(resource.called, []).append(f"'{resource.name}'")
    return [f"  {token}: {', '.join(sorted(found))}" for token, found in sorted(names.items())]


def _stopped(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def not_known(unseen: Sequence[Unseen]) -> str:
    """Says what a rule could not see: in a preview, or because another program makes it."""
    sentences = (
        ("not known before the update", [item for item in unseen if not item.elsewhere], _LATER),
        ("not made by this program", [item for item in unseen if item.elsewhere], _NEVER),
    )
    told = (f"{why}: {_places(items)}. {then}" for why, items, then in sentences if items)
    return "\n".join(told)


_LATER: Final = "The rule decides in the update."
_NEVER: Final = "The rule can't judge it: read it where it is made."


def _places(unseen: Sequence[Unseen]) -> str:
    places = (
        f"{label(item.resource)}: {item.resource.as_written(_outside(item.resource, item.where))}"
        for item in unseen
    )
    return "; ".join(dict.fromkeys(places))
