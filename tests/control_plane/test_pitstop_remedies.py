"""Remedies beside the plain replacement: a reboot first, other ways to replace, and dead nodes' pods."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

import pytest

from lab.lab import Lab
from lab.timeline import TimelineStep
from lab.workload import Workload
from tests.control_plane.pitstop_engine import Pitstop

pytestmark = pytest.mark.xdist_group("loop-1")

REBOOT = {"enabled": True, "timeout": "6s"}
SERVICE_FAULTS = ["KubeletUnhealthy=True,2s"]


class Answering:
    """A repair service of one's own: ``asked`` are the documents that it got."""

    def __init__(self, status: str) -> None:
        self.asked: list[dict[str, Any]] = []
        asked, answer = self.asked, json.dumps({"status": status}).encode()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/nodes"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def reboots(lab: Lab) -> int:
    return len([call for call in lab.aws.calls if call.action == "RebootInstances"])


def test_a_reboot_that_helps_saves_the_node(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    lab.workload(Workload("web", 3))
    pitstop = Pitstop(lab, reboot=REBOOT)
    pitstop.start()

    lab.break_node(nodes[0], "KernelDeadlock", curable=True)
    lab.timeline.wait_for(TimelineStep.UNCORDONED, nodes[0], timeout=60)

    assert (reboots(lab), pitstop.terminated()) == (1, [])
    assert set(lab.nodes()) == set(nodes)


def test_a_reboot_that_does_not_help_is_followed_by_a_replacement(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    pitstop = Pitstop(lab, reboot=REBOOT)
    pitstop.start()
    instance = lab.fleet.machine(nodes[0]).instance

    lab.break_node(nodes[0], "KernelDeadlock", curable=False)
    lab.timeline.wait_for(TimelineStep.REMOVED, nodes[0], timeout=60)

    assert (reboots(lab), pitstop.terminated()) == (1, [instance])


def test_a_restart_of_the_kubelet_that_helps_moves_no_pod(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    lab.workload(Workload("web", 3))
    pitstop = Pitstop(lab, restart={"enabled": True}, faults=SERVICE_FAULTS)
    pitstop.start()

    lab.break_node(nodes[0], "KubeletUnhealthy")
    lab.timeline.wait_for(TimelineStep.UNCORDONED, nodes[0], timeout=60)

    (sent,) = [call for call in lab.aws.calls if call.action == "SendCommand"]
    assert sent.parameters["InstanceIds"] == lab.fleet.machine(nodes[0]).instance
    assert (pitstop.moved(), pitstop.terminated(), pitstop.refused()) == ([], [], [])
    told = [reason for reason in pitstop.events(nodes[0]) if reason in {"Cordoned", "ServiceRestarted"}]
    assert told == ["Cordoned", "ServiceRestarted"]


def test_a_restart_that_aws_does_not_allow_is_told_and_followed_by_the_drain(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    pitstop = Pitstop(lab, restart={"enabled": True}, faults=SERVICE_FAULTS)
    lab.aws.denied.add("SendCommand")
    pitstop.start()

    lab.break_node(nodes[0], "KubeletUnhealthy")
    pitstop.wait_for_event(nodes[0], "RestartServiceNoHelp")
    lab.timeline.wait_for(TimelineStep.REMOVED, nodes[0], timeout=60)


@pytest.mark.parametrize(("status", "replaced"), [("accepted", False), ("refused", True)])
def test_a_webhook_is_asked_about_the_drained_node(lab: Lab, status: str, *, replaced: bool) -> None:
    nodes = lab.pool("a", 3)
    with Answering(status) as service:
        webhook = {"url": service.url, "insecure": True, "timeout": "60s"}
        pitstop = Pitstop(lab, webhook=webhook)
        pitstop.start()
        instance = lab.fleet.machine(nodes[0]).instance

        lab.break_node(nodes[0], "KernelDeadlock")
        if replaced:
            lab.timeline.wait_for(TimelineStep.REMOVED, nodes[0], timeout=60)
        else:
            pitstop.wait_for_event(nodes[0], "WebhookAnswered")
            lab.mend(nodes[0], "KernelDeadlock")
            lab.timeline.wait_for(TimelineStep.UNCORDONED, nodes[0], timeout=60)

    (asked,) = service.asked
    assert (asked["cluster"], asked["node"]["name"], asked["fault"]) == (
        "lab",
        nodes[0],
        "KernelDeadlock=True,2s",
    )
    assert pitstop.terminated() == ([instance] if replaced else [])


def test_a_group_of_another_cluster_is_left_alone(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    pitstop = Pitstop(lab, cluster="other")
    pitstop.start()

    lab.break_node(nodes[0], "KernelDeadlock")
    pitstop.wait_for_event(nodes[0], "ReplaceFailed")

    told = [moment.detail for moment in lab.timeline.moments(TimelineStep.EVENT, nodes[0])]
    assert told[-1].endswith(
        f"the Auto Scaling group {lab.fleet.group('a')} has no tag eks:cluster-name=other"
    )
    assert pitstop.terminated() == []


def test_where_the_node_object_is_deleted_the_chart_gives_the_right_to(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    pitstop = Pitstop(lab, replace={"strategy": "deleteNode"})
    pitstop.start()

    lab.break_node(nodes[0], "KernelDeadlock")
    lab.timeline.wait_for(TimelineStep.REMOVED, nodes[0], timeout=60)
    assert (pitstop.refused(), pitstop.terminated()) == ([], [])


def test_the_pods_of_a_dead_node_are_freed_by_the_out_of_service_taint(lab: Lab) -> None:
    nodes = lab.pool("a", 6)
    lab.workload(Workload("web", 6, unreachable_for=300))
    pitstop = Pitstop(lab, replace={"strategy": "leave"})
    pitstop.start()

    lab.kill(nodes[0])
    pitstop.wait_for_event(nodes[0], "Drained")
    pitstop.wait_for_event(nodes[0], "OutOfService")
    lab.timeline.wait_until(lambda: not lab.observer.movable_pods(nodes[0]), "its pods are gone", timeout=90)

    taints = {taint["key"]: taint["effect"] for taint in lab.node(nodes[0])["spec"]["taints"]}
    assert taints["node.kubernetes.io/out-of-service"] == "NoExecute"
