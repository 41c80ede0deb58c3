"""A rule with the level and the settings of this run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from google.protobuf import json_format
from pulumi.runtime.proto import analyzer_pb2
from pulumi_policy import EnforcementLevel

from guardrails.core.finding import Judgement
from guardrails.core.report import Outcome, weigh
from guardrails.core.rule import AnyRule
from guardrails.core.settings import RuleSettings
from guardrails.core.settings_reader import SettingsError, read_settings

TO_WIRE: Final = {
    EnforcementLevel.ADVISORY: analyzer_pb2.ADVISORY,
    EnforcementLevel.MANDATORY: analyzer_pb2.MANDATORY,
    EnforcementLevel.REMEDIATE: analyzer_pb2.REMEDIATE,
    EnforcementLevel.DISABLED: analyzer_pb2.DISABLED,
}
_FROM_WIRE: Final = {number: level for level, number in TO_WIRE.items()}


@dataclass(frozen=True)
class Configured:
    """``settings`` is the reason instead where the rule can't work with what it was given."""

    rule: AnyRule
    level: EnforcementLevel
    settings: RuleSettings | str

    @property
    def enabled(self) -> bool:
        """Whether the rule judges at all."""
        return self.level is not EnforcementLevel.DISABLED

    @property
    def violation_level(self) -> EnforcementLevel:
        """At what level a finding is told: what remediation could not mend is refused."""
        return EnforcementLevel.MANDATORY if self.level is EnforcementLevel.REMEDIATE else self.level

    def outcome(
        self, judge: Callable[[Any], Iterable[Judgement]], secrets: Callable[[], frozenset[str]]
    ) -> Outcome:
        """The judgements of ``judge`` by what the settings say; ``secrets`` is asked if there are some."""
        if isinstance(self.settings, str):
            return Outcome()
        judged = list(judge(self.settings))
        return weigh(judged, self.settings.waivers, secrets()) if judged else Outcome()


def configured(rule: AnyRule, config: analyzer_pb2.PolicyConfig | None) -> Configured:
    """``rule`` as the engine's ``config`` wants it; without one, at its own level with its defaults."""
    if config is None:
        return Configured(rule, rule.level, rule.settings())
    level = _FROM_WIRE[config.enforcementLevel]
    try:
        return Configured(
            rule, level, read_settings(rule.settings, json_format.MessageToDict(config.properties))
        )
    except SettingsError as error:
        return Configured(rule, level, str(error))
