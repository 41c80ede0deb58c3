"""What pitstop tells: Events, metrics, and what kubectl shows of a node."""

from __future__ import annotations

import json

import pytest
import requests

from lab.lab import Lab
from lab.timeline import TimelineStep
from lab.workload import Workload
from tests.control_plane.pitstop_engine import SECONDS, Pitstop, metrics, port

pytestmark = pytest.mark.xdist_group("loop-1")


def test_a_repair_is_told_in_events_metrics_and_logs(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    lab.workload(Workload("web", 3))
    pitstop = Pitstop(lab)
    program = pitstop.start()

    lab.break_node(nodes[0], "KernelDeadlock")
    lab.timeline.wait_for(TimelineStep.REMOVED, nodes[0], timeout=60)
    lab.timeline.wait_until(lambda: len(lab.nodes()) == 3, "the replacement joins")
    (fresh,) = set(lab.nodes()) - set(nodes)
    pitstop.wait_for_event(fresh, "Replaced")

    assert set(pitstop.events(nodes[0])) == {"Cordoned", "DrainStarted", "Drained", "ReplacementRequested"}
    told = metrics(program)
    steps = ("reaction", "drain", "settle", "replace", "repair")
    assert [told[f'pitstop_step_seconds_count{{step="{step}"}}'] for step in steps] == [1, 1, 1, 1, 1]
    assert told['pitstop_actions_total{result="done",step="Cordon"}'] == 1
    assert told['pitstop_evictions_total{result="evicted"}'] == 1
    assert (told["pitstop_leading"], told["pitstop_replacements_awaited"]) == (1, 0)
    lines = [json.loads(line) for line in program.log.read_text().splitlines()]
    assert [line["reason"] for line in lines if line.get("node") == nodes[0] and "reason" in line] == [
        "Cordoned",
        "DrainStarted",
        "Drained",
        "ReplacementRequested",
    ]


def test_kubectl_shows_why_a_node_is_off_the_road(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    lab.workload(Workload("web", 3, min_available=3))
    pitstop = Pitstop(lab, drain=SECONDS["drain"] | {"retryBlockedAfter": "10m"})
    program = pitstop.start()

    lab.break_node(nodes[0], "KernelDeadlock")
    pitstop.wait_for_event(nodes[0], "DrainBlocked")

    def shown() -> dict[str, str]:
        conditions = lab.node(nodes[0])["status"]["conditions"]
        return {c["status"]: c["reason"] for c in conditions if c["type"] == "PitstopRemediation"}

    lab.timeline.wait_until(lambda: shown() == {"True": "Blocked"}, "the condition says Blocked")
    reason = lab.node(nodes[0])["metadata"]["annotations"]["pitstop/reason"]
    assert reason.startswith("Blocked: an eviction was refused for 4s: default/web-")
    refused = 'pitstop_refused_nodes{step="Drain",why="EvictionRefused"}'
    lab.timeline.wait_until(lambda: metrics(program).get(refused) == 1, "the refusal is counted")
    assert metrics(program)['pitstop_nodes{phase="Blocked"}'] == 1


def test_health_is_answered(lab: Lab) -> None:
    lab.pool("a", 1)
    program = Pitstop(lab).start()
    for path in ("healthz", "readyz"):
        answer = requests.get(f"http://127.0.0.1:{port(program)}/{path}", timeout=5)
        assert (answer.status_code, answer.text) == (200, "ok")
