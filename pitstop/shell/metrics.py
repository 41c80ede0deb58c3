"""Prometheus metrics, in a registry of their own."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from pitstop.model import Step
from pitstop.remedies.escalation import REMEDIES

_BUCKETS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600)


class Metrics:
    """All metrics, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.steps = Histogram(
            "pitstop_step_seconds",
            "Time by step: reaction (wait over to cordoned), drain (begun to empty), settle (begun to pods"
            " Ready), replace (asked to replacement Ready), repair (fault to replacement Ready).",
            ["step"],
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.tick = Histogram(
            "pitstop_tick_seconds",
            "Time that one look over the cluster takes to decide.",
            buckets=(0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5),
            registry=self.registry,
        )
        self.actions = self._counter("pitstop_actions", "Steps by result.", "step", "result")
        self.refusals = self._counter(
            "pitstop_refusals", "Steps refused, once a node and reason.", "step", "why"
        )
        self.evictions = self._counter("pitstop_evictions", "Evictions by result.", "result")
        self.refused_now = self._gauge("pitstop_refused_nodes", "Nodes refused a step now.", "step", "why")
        self.planned_now = self._gauge(
            "pitstop_dry_run_nodes", "Nodes that a dry run would act on now.", "step"
        )
        self.breakers = self._gauge("pitstop_breaker_open", "1 open, 0.5 half-open.", "kind", "name")
        self.under_remediation = self._gauge(
            "pitstop_nodes", "Nodes that pitstop works on, by phase.", "phase"
        )
        self.pending_replacements = self._gauge(
            "pitstop_replacements_awaited", "Replacements that are not Ready yet."
        )
        self.leading = self._gauge("pitstop_leading", "1 where this replica acts.")
        self.paused = self._gauge(
            "pitstop_paused", "1 while the state's ConfigMap has the annotation pitstop/pause."
        )
        self.last_tick = self._gauge("pitstop_last_tick_timestamp_seconds", "When this replica decided last.")
        # A row that appears with its first failure has not risen, in the eyes of an alert.
        for step in (*Step, *(remedy.step for remedy in REMEDIES)):
            self.actions.labels(step, "failed")

    def follow(self) -> None:
        """Say nothing of the cluster any more: another replica leads, and alerts read the worst of all."""
        for gauge in (self.breakers, self.refused_now, self.planned_now, self.under_remediation):
            gauge.clear()
        for gauge in (self.paused, self.pending_replacements):
            gauge.set(0)

    def _gauge(self, name: str, text: str, *labels: str) -> Gauge:
        return Gauge(name, text, labels, registry=self.registry)

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(name, text, labels, registry=self.registry)
