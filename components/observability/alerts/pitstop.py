"""pitstop's own brakes: when it holds still, and when it cannot go on."""

from __future__ import annotations

from datetime import timedelta

from components.observability.alerts.model import Alert

ALERTS = (
    Alert(
        "RemediationBreakerOpen",
        "max by (kind, name) (pitstop_breaker_open) >= 1",
        timedelta(minutes=1),
        "critical",
        "pitstop holds still for the {{ $labels.kind }} {{ $labels.name }}: too much of it is sick at once.",
        "This is rarely about nodes: look for what the sick ones have in common, such as an image, a "
        "rollout, a zone or the network. pitstop goes on by itself a while after enough nodes are well "
        "again.",
    ),
    Alert(
        "RemediationPaused",
        "max(pitstop_paused) == 1",
        timedelta(hours=4),
        "warning",
        "pitstop has been paused for 4 hours: sick nodes stay.",
        "Somebody paused it and may have forgotten it. Ask, then end the pause.",
    ),
    Alert(
        "RemediationStalled",
        "time() - max(pitstop_last_tick_timestamp_seconds) > 300",
        timedelta(minutes=2),
        "critical",
        "pitstop has decided nothing for 5 minutes.",
        "kubectl -n auto-remediation logs deploy/pitstop tells why: most often it does not reach "
        "the API server, or no replica holds the lease.",
    ),
    Alert(
        "DrainBlocked",
        'max(pitstop_nodes{phase="Blocked"}) > 0',
        timedelta(minutes=5),
        "warning",
        "pitstop gave up draining {{ $value }} nodes, because evictions were refused for too long.",
        "kubectl get pdb -A, look for 0 allowed disruptions: the pods behind that budget are not Ready "
        "elsewhere. Bring them up, or delete the pod that holds the node.",
    ),
    Alert(
        "RemediationStepFailed",
        'sum by (step) (increase(pitstop_actions_total{result="failed"}[30m])) > 0',
        timedelta(minutes=1),
        "warning",
        "pitstop failed to {{ $labels.step }} within the last 30 minutes.",
        "kubectl -n auto-remediation logs deploy/pitstop names the node, and what the API server or "
        "AWS refused.",
    ),
)
