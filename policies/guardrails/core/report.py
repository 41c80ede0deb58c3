"""Sorts a rule's judgements: what it refuses, what waivers let pass, what could not be seen yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, UnknownValueError

from guardrails.core.finding import Finding, Judgement, Unseen, label, sentence
from guardrails.core.settings import Waiver
from guardrails.core.waivers import covering, in_force


class NotYetKnownError(UnknownValueError):
    """Says what a rule could not see in a preview; the engine shows it as an advisory, never as a pass.

    It is raised after the findings were reported, so it hides none of them.
    """

    def __init__(self, unseen: Sequence[Unseen]) -> None:
        super().__init__(UNKNOWN_STRING_VALUE, [])
        places = "; ".join(dict.fromkeys(f"{label(item.resource)}: {item.where}" for item in unseen))
        self.message = f"not known before the update: {places}. The rule decides in the update."


@dataclass(frozen=True)
class Refusal:
    """A finding that no waiver covers, and the waiver that did until it ended."""

    finding: Finding
    ended: Waiver | None

    def message(self, url: str) -> str:
        """The whole text of the violation."""
        text = sentence(self.finding, url)
        if self.ended is None:
            return text
        return f"{text}\nThe waiver for it ended on {self.ended.until} ({self.ended.reason})."


@dataclass
class Outcome:
    """A rule's judgements, sorted."""

    refused: list[Refusal] = field(default_factory=list)
    waived: list[tuple[Finding, Waiver]] = field(default_factory=list)
    unseen: list[Unseen] = field(default_factory=list)


def weigh(judgements: Iterable[Judgement], waivers: Sequence[Waiver]) -> Outcome:
    """Sort ``judgements`` by what the rule's waivers say today."""
    outcome = Outcome()
    for judgement in judgements:
        waiver = covering(waivers, judgement)
        active = waiver if waiver is not None and in_force(waiver) else None
        if isinstance(judgement, Finding):
            if active is not None:
                outcome.waived.append((judgement, active))
            else:
                outcome.refused.append(Refusal(judgement, waiver))
        elif active is None:
            outcome.unseen.append(judgement)
    return outcome
