"""Breaks of the loop: its parts, what they watch for, how gently they act."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from tests.unit.guardrails.mutations.newcomers import newcomer
from tests.unit.guardrails.mutations.stack import (
    Break,
    Change,
    Entry,
    RecordedStack,
    adding,
    removing,
    replacing,
    setting,
)

_MONITORED = "remediated-conditions-are-monitored"
_REMEDIATED = "monitored-conditions-are-remediated"
_FINDS = "autoscaler-finds-groups"


def breaks(stack: RecordedStack) -> Iterator[Break]:
    """Every break of this kind."""
    engine, detector, scaler = (
        _release(stack, name) for name in ("draino", "node-problem-detector", "cluster-autoscaler")
    )
    yield removing("engine-and-autoscaler", engine)
    yield removing("engine-and-autoscaler", scaler)
    yield removing(_MONITORED, detector)
    yield setting("engine-and-autoscaler", engine, ["values", "dryRun"], True)
    yield from _conditions(engine)
    yield from _monitors(engine, detector)
    yield from _discovery(stack, scaler)
    yield from _second_engine(stack, engine)
    yield from (
        setting("drains-are-spaced", engine, ["values", "drainBuffer"], gap) for gap in ("0s", "30s", "soon")
    )
    yield from _budgets(stack)


def _release(stack: RecordedStack, chart: str) -> Entry:
    (found,) = [entry for entry in stack.entries if str(entry.inputs.get("chart")).endswith(chart)]
    return found


# Nobody warns that these stay without remedy: the kubelet and the EKS agent set them, not the detector.
_NOT_THE_DETECTORS: Final = (
    "Ready",
    "KernelReady",
    "NetworkingReady",
    "StorageReady",
    "ContainerRuntimeReady",
    "AcceleratedHardwareReady",
)


def _conditions(engine: Entry) -> Iterator[Break]:
    for path, text in engine.values("values", "conditions", "*"):
        condition, _, _ = text.partition("=")
        if condition in _NOT_THE_DETECTORS:
            yield setting(_MONITORED, engine, path, text.replace(condition, f"{condition}Not", 1))
        else:
            yield setting(_REMEDIATED, engine, path, None)
        if text.startswith("Ready=Unknown"):
            for wait in ("1m", "4m59s", "soon"):
                yield setting("unready-nodes-wait", engine, path, f"Ready=Unknown,{wait}")


def _monitors(engine: Entry, detector: Entry) -> Iterator[Break]:
    """A definition that nobody lists, and one whose rule sets nothing, watch for nothing."""
    acted_on = {text.partition("=")[0] for _, text in engine.values("values", "conditions", "*")}
    definitions = detector.inputs["values"]["settings"]["custom_monitor_definitions"]
    for list_ in ("log_monitors", "custom_plugin_monitors"):
        for path, file in detector.values("values", "settings", list_, "*"):
            name = file.rpartition("/")[2]
            rules = json.loads(definitions[name])["rules"]
            if not acted_on & {rule.get("condition") for rule in rules}:
                continue
            yield setting(_MONITORED, detector, path, None)
            weak = json.dumps({"rules": [{**rule, "type": "temporary"} for rule in rules]})
            where = ["values", "settings", "custom_monitor_definitions", name]
            yield setting(_MONITORED, detector, where, weak)
    new = json.dumps({"rules": [{"type": "permanent", "condition": "DiskIsOnFire"}]})
    burning = detector.with_value(["values", "settings", "custom_monitor_definitions", "fire.json"], new)
    listed = [*detector.inputs["values"]["settings"]["log_monitors"], "/custom-config/fire.json"]
    wrong = burning.with_value(["values", "settings", "log_monitors"], listed)
    yield Break(
        _REMEDIATED,
        "a monitor of its own",
        lambda known: [wrong if one is detector else one for one in known],
    )


def _discovery(stack: RecordedStack, scaler: Entry) -> Iterator[Break]:
    yield setting(_FINDS, scaler, ["values", "autoDiscovery", "clusterName"], "another")
    yield setting(_FINDS, scaler, ["values", "autoDiscovery"], None)
    for tag in stack.of_type("aws:autoscaling/tag:Tag"):
        key = tag.inputs["tag"]["key"]
        if key.count("/") == 2 and not key.endswith("/enabled"):
            yield setting(_FINDS, tag, ["tag", "key"], "k8s.io/cluster-autoscaler/another")
    group = newcomer(stack, "aws:autoscaling/group:Group", {})
    for path, tag in group.values("tags", "*"):
        if tag["key"].startswith("k8s.io/"):
            yield adding(_FINDS, group.with_value(path, None))


def _second_engine(stack: RecordedStack, engine: Entry) -> Iterator[Break]:
    one = "one-engine-per-node-group"
    yield adding(one, replace(engine, name="second", urn=f"{engine.urn}-2"))
    # With the agent that EKS node repair listens to, so that nothing else is wrong.
    agent = newcomer(stack, "aws:eks/addon:Addon", {"addonName": "eks-node-monitoring-agent"})
    for group in stack.of_type("aws:eks/nodeGroup:NodeGroup"):
        repaired = replacing(group, group.with_value(["nodeRepairConfig", "enabled"], True))
        yield Break(one, f"{group.name}: repaired twice", partial(_with, agent, repaired))


def _with(extra: Entry, change: Change, known: Sequence[Entry]) -> Sequence[Entry]:
    return [*change(known), extra]


def _budgets(stack: RecordedStack) -> Iterator[Break]:
    rule = "critical-addons-have-budgets"
    scaler, adapter, monitoring = (
        _release(stack, name)
        for name in ("cluster-autoscaler", "prometheus-adapter", "kube-prometheus-stack")
    )
    yield setting(rule, scaler, ["values", "podDisruptionBudget"], {})
    yield adding(rule, newcomer(stack, adapter.type, {**adapter.inputs, "values": {"replicas": 2}}))
    for part, spec in (("prometheus", "prometheusSpec"), ("alertmanager", "alertmanagerSpec")):
        lone = monitoring.with_value(["values", part, "podDisruptionBudget", "enabled"], False)
        broken = lone.with_value(["values", part, spec, "replicas"], 2)
        change = lambda known, new=broken: [new if one is monitoring else one for one in known]  # noqa: E731
        yield Break(rule, f"{part} without a budget", change)
    for addon in stack.of_type("aws:eks/addon:Addon"):
        if addon.inputs["addonName"] == "coredns":
            off = json.dumps({"podDisruptionBudget": {"enabled": False}})
            yield setting(rule, addon, ["configurationValues"], off)
