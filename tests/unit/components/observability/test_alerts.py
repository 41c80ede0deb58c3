import re

import pytest

from components.observability.alerts import ALERTS, RECORDINGS, rule_groups
from components.observability.alerts.loop import SICK
from components.observability.alerts.model import Alert, Recording
from components.remediation.monitors import monitored_conditions
from components.remediation.settings import AGENT_CONDITIONS, DEFAULT_CONDITIONS
from tests.unit.components.observability.known_metrics import EXPORTED, metrics_of, unknown_labels

RECORDED = {recording.name for recording in RECORDINGS}


@pytest.mark.parametrize("rule", [*RECORDINGS, *ALERTS], ids=lambda rule: rule.name)
def test_a_rule_asks_only_for_what_somebody_exports_or_records(rule: Recording | Alert) -> None:
    assert metrics_of(rule.expr) <= EXPORTED | RECORDED
    assert unknown_labels(rule.expr) == set()


def test_a_recording_asks_only_for_recordings_before_it() -> None:
    known: set[str] = set()
    for recording in RECORDINGS:
        assert metrics_of(recording.expr) & RECORDED <= known
        known.add(recording.name)


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name)
def test_a_recording_is_named_by_level_metric_and_operation(recording: Recording) -> None:
    assert re.fullmatch(r"[a-z_]+:[a-z_]+:[a-z_]+", recording.name)


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert.name)
def test_an_alert_says_what_is_and_what_to_do(alert: Alert) -> None:
    rule = alert.rule()
    assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}
    assert rule["labels"] == {"severity": alert.severity}
    assert re.fullmatch(r"[1-9]\d*s", rule["for"])
    summary, runbook = rule["annotations"]["summary"], rule["annotations"]["runbook"]
    assert summary.endswith(".")
    assert "\n" not in summary
    assert len(runbook) > len("See the documentation.")


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert.name)
def test_an_alert_speaks_only_of_labels_that_its_expression_keeps(alert: Alert) -> None:
    spoken = set(re.findall(r"\$labels\.(\w+)", alert.summary + alert.runbook))
    kept_by = {
        "NodeUnderPressure": {"node", "condition"},
        "RemediationEngineDown": {"deployment", "namespace"},
        "NodeProblemDetectorDown": {"daemonset", "namespace"},
        "RemediationBreakerOpen": {"kind", "name"},
        "RemediationStepFailed": {"step"},
    }
    of_a_node = {"node"} if alert.name in NAMES_A_NODE else set()
    assert spoken <= kept_by.get(alert.name, of_a_node)


NAMES_A_NODE = {"SickNodeNotCordoned", "SickNodeNotReplaced", "NodeLeftCordoned", "NodeClockNotSynchronised"}


def test_no_two_rules_have_the_same_name() -> None:
    names = [rule.name for rule in (*RECORDINGS, *ALERTS)]
    assert len(names) == len(set(names))


def test_everything_that_is_repaired_counts_as_sick() -> None:
    (sick,) = (recording for recording in RECORDINGS if recording.name == SICK)
    named = set(re.findall(r"\w+", " ".join(re.findall(r'condition=~"([^"]+)"', sick.expr))))
    assert named == {condition.type for condition in (*DEFAULT_CONDITIONS, *AGENT_CONDITIONS)}


def test_a_ready_condition_is_sick_when_it_is_not_true_and_any_other_when_it_is() -> None:
    (sick,) = (recording for recording in RECORDINGS if recording.name == SICK)
    parts = dict(re.findall(r'condition=~"([^"]+)",status=~?"([^"]+)"', sick.expr))
    statuses = {type_: status for types, status in parts.items() for type_ in types.split("|")}
    monitored = monitored_conditions()
    for type_, status in statuses.items():
        assert status == ("true" if monitored[type_].healthy == "False" else "false|unknown")


def test_prometheus_gets_the_recordings_before_the_alerts() -> None:
    groups = rule_groups()
    assert [group["name"] for group in groups] == ["remediation.recordings", "remediation.alerts"]
    assert [rule["record"] for rule in groups[0]["rules"]] == [recording.name for recording in RECORDINGS]
    assert [rule["alert"] for rule in groups[1]["rules"]] == [alert.name for alert in ALERTS]
