"""What rules said of single resources in a preview, told at its end: one finding for what is one fault.

A missing set of tags on 77 resources is one thing to mend. Only an answer about the whole stack can say so
once. In a preview nothing is lost by waiting: the engine goes on after a finding, and asks about the stack
last. In an update it stops there: a finding must be told at its resource, before that is made. A finding that
only one resource has is told at that resource all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Lock

from pulumi.runtime.proto import analyzer_pb2

from guardrails.analyzer.configured import Configured
from guardrails.analyzer.diagnostics import advisory, violation
from guardrails.core.finding import Unseen, not_known
from guardrails.core.report import Outcome, UnwaivedFinding, message


class Ledger:
    """Outcomes by rule and resource."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._outcomes: dict[str, dict[str, Outcome]] = {}

    def keep(self, rule: str, urn: str, outcome: Outcome) -> None:
        """Keep what ``rule`` said of a resource; the last word counts where the engine asks twice."""
        with self._lock:
            self._outcomes.setdefault(rule, {})[urn] = outcome

    def told(self, one: Configured) -> Iterator[analyzer_pb2.AnalyzeDiagnostic]:
        """What the rule said of all resources, in the order of their URNs, whatever came first."""
        with self._lock:
            kept = [outcome for _, outcome in sorted(self._outcomes.get(one.rule.name, {}).items())]
        everything = Outcome()
        for outcome in kept:
            everything.refused += outcome.refused
            everything.unseen += outcome.unseen
            everything.notes += outcome.notes
        yield from diagnostics(one, everything)


def diagnostics(one: Configured, outcome: Outcome) -> Iterator[analyzer_pb2.AnalyzeDiagnostic]:
    """The outcome for the engine; findings that differ in nothing but the resource are one."""
    alike: dict[tuple[object, ...], list[UnwaivedFinding]] = {}
    for refusal in outcome.refused:
        alike.setdefault(_likeness(refusal), []).append(refusal)
    for refusals in alike.values():
        yield violation(one, message(refusals, one.rule.url), _urn(refusals))
    for note in outcome.notes:
        yield advisory(one, note.text, note.resource.urn if note.resource else "")
    if outcome.unseen:
        yield advisory(one, not_known(outcome.unseen), _place(outcome.unseen))


def _likeness(refusal: UnwaivedFinding) -> tuple[object, ...]:
    finding = refusal.finding
    return (finding.where, finding.found, finding.must, finding.fix, refusal.ended)


def _urn(refusals: Sequence[UnwaivedFinding]) -> str:
    first, *others = refusals
    return first.finding.resource.urn if first.finding.resource and not others else ""


def _place(unseen: Sequence[Unseen]) -> str:
    urns = {item.resource.urn for item in unseen}
    return urns.pop() if len(urns) == 1 else ""
