"""What an example of a rule is: stacks that pass, fail, and can't be judged yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from guardrails.core.rule import AnyRule

from tests.unit.guardrails.as_engine import Member, Props


@dataclass(frozen=True)
class Example:
    """One rule with resources that pass, that fail and that are not known yet.

    ``says`` is the first line of the one message about ``bad``, and ``waits`` names what ``unknown`` hides.
    A resource rule judges the last resource of each; a stack rule judges all of them.
    """

    rule: AnyRule
    good: Sequence[Member]
    bad: Sequence[Member]
    says: str
    unknown: Sequence[Member]
    waits: str | None
    config: Props = field(default_factory=dict)
