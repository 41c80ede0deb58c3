"""Sorts a rule's judgements: what it refuses, what waivers let pass, what could not be seen yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from guardrails.core.finding import Finding, Judgement, Note, Unseen, as_written, sentence, shown
from guardrails.core.secrets import without
from guardrails.core.settings import Waiver
from guardrails.core.waivers import covering, in_force


@dataclass(frozen=True)
class UnwaivedFinding:
    """A finding that no waiver covers, and the waiver that did until it ended."""

    finding: Finding
    ended: Waiver | None


@dataclass
class Outcome:
    """A rule's judgements, sorted; no finding shows a secret."""

    refused: list[UnwaivedFinding] = field(default_factory=list)
    waived: list[tuple[Finding, Waiver]] = field(default_factory=list)
    unseen: list[Unseen] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def weigh(
    judgements: Iterable[Judgement], waivers: Sequence[Waiver], secrets: frozenset[str] = frozenset()
) -> Outcome:
    """Sort ``judgements`` by what the rule's waivers say today.

    Every finding comes by here, and leaves without the texts ``secrets`` and without what its own resource
    marks as secret.
    """
    outcome = Outcome()
    for judgement in judgements:
        waiver = covering(waivers, judgement)
        active = waiver if waiver is not None and in_force(waiver) else None
        if isinstance(judgement, Finding):
            finding = as_written(shown(judgement, secrets))
            if active is not None:
                outcome.waived.append((finding, active))
            else:
                outcome.refused.append(UnwaivedFinding(finding, waiver))
        elif isinstance(judgement, Note):
            if active is None:
                outcome.notes.append(replace(judgement, text=without(judgement.text, secrets)))
        elif active is None:
            outcome.unseen.append(judgement)
    return outcome


def message(refusals: Sequence[UnwaivedFinding], url: str) -> str:
    """The whole text of one violation, of one resource or of several that are refused for the same."""
    text = sentence([refusal.finding for refusal in refusals], url)
    ended = refusals[0].ended
    return text if ended is None else f"{text}\nThe waiver for it ended on {ended.until} ({ended.reason})."
