"""Turns a rule's judgements into what the engine shows: violations, and what could not be seen yet."""

from __future__ import annotations

from collections.abc import Iterable

import pulumi_policy
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, UnknownValueError

from guardrails.core import waivers
from guardrails.core.finding import Finding, Judgement, Unseen, label, sentence
from guardrails.core.settings import RuleSettings, Waiver


class NotYetKnownError(UnknownValueError):
    """Says what a rule could not see in a preview; the engine shows it as an advisory, never as a pass.

    It is raised after the findings were reported, so it hides none of them.
    """

    def __init__(self, unseen: list[Unseen]) -> None:
        super().__init__(UNKNOWN_STRING_VALUE, [])
        places = "; ".join(dict.fromkeys(f"{label(item.resource)}: {item.where}" for item in unseen))
        self.message = f"not known before the update: {places}. The rule decides in the update."


def report(
    rule: str,
    url: str,
    judgements: Iterable[Judgement],
    settings: RuleSettings,
    violation: pulumi_policy.ReportViolation,
) -> None:
    """Report each finding that no waiver covers; raises NotYetKnownError for what could not be seen."""
    unseen = []
    for judgement in judgements:
        waiver = waivers.covering(settings.waivers, judgement)
        active = waiver is not None and waivers.in_force(waiver)
        if isinstance(judgement, Unseen):
            if not active:
                unseen.append(judgement)
        elif waiver is not None and active:
            waivers.LEDGER.record(waivers.Waived(rule, judgement, waiver))
        else:
            _violate(judgement, url, waiver, violation)
    if unseen:
        raise NotYetKnownError(unseen)


def _violate(
    finding: Finding, url: str, ended: Waiver | None, violation: pulumi_policy.ReportViolation
) -> None:
    note = f"\nThe waiver for it ended on {ended.until} ({ended.reason})." if ended else ""
    violation(sentence(finding, url) + note, finding.resource.urn if finding.resource else None)
