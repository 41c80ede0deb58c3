"""The real node-problem-detector, with the files that its chart mounts, beside a real API server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from lab.detector import Detector
from lab.lab import Lab
from lab.observer import condition
from testing import kernel_lines

pytestmark = pytest.mark.xdist_group("detector")

ROUND = 75.0
"""Seconds in which each check has run twice."""
BURST = 20
"""The detector's client drops Events of one source about one node past 25, and frees one in 5 minutes."""
ROOT = "27 1 0:1 / / rw,relatime - xfs /dev/nvme0n1p1 rw,attr2,inode64\n"
DATA = "42 27 0:1 / /var/lib/kubelet rw,relatime - ext4 /dev/nvme1n1p1 "


@pytest.fixture
def detector(lab: Lab) -> Iterator[Detector]:
    """The detector of one node, once it has written its first conditions."""
    (node,) = lab.pool("a", 1)
    with Detector(lab, node) as running:
        lab.timeline.wait_until(
            lambda: condition(lab.node(node), "NTPProblem") == "False", "the detector reports", timeout=60
        )
        yield running


def stands(lab: Lab, detector: Detector, kind: str, status: str) -> None:
    """Wait until the node has the condition with that status."""
    lab.timeline.wait_until(
        lambda: condition(lab.node(detector.node), kind) == status, f"{kind} is {status}", timeout=ROUND
    )


def told(lab: Lab, detector: Detector) -> set[tuple[str, str]]:
    """(reason, message) of the Events on the node."""
    events = lab.api.items("/api/v1/events", fieldSelector=f"involvedObject.name={detector.node}")
    return {(event["reason"], event["message"]) for event in events}


@pytest.mark.parametrize("first", range(0, len(kernel_lines.EVENTS), BURST))
def test_what_passes_becomes_an_event_that_names_the_device_and_nothing_ends_the_node(
    lab: Lab, detector: Detector, first: int
) -> None:
    lines = kernel_lines.EVENTS[first : first + BURST]
    for line in (*kernel_lines.BENIGN, *(line for line, _ in lines)):
        detector.kernel(line)
    wanted = {(reason, line) for line, reason in lines}
    lab.timeline.wait_until(lambda: wanted <= told(lab, detector), "each line is an Event", timeout=ROUND)

    messages = {message for _, message in told(lab, detector)}
    assert messages.isdisjoint(kernel_lines.BENIGN)
    bad = [
        each["type"]
        for each in lab.node(detector.node)["status"]["conditions"]
        if each["status"] != "False" and each["type"] != "Ready"
    ]
    assert bad == []
    detector.require_running()


def test_what_ends_a_machine_stays_until_it_boots_again(lab: Lab, detector: Detector) -> None:
    line, _, kind = kernel_lines.FATAL[0]
    detector.kernel(line, at=datetime.now(UTC) - timedelta(minutes=20))
    detector.start()

    stands(lab, detector, kind, "True")

    detector.start()
    stands(lab, detector, kind, "True")


def test_a_flood_of_messages_hides_nothing_that_ends_a_machine(lab: Lab, detector: Detector) -> None:
    line, _, kind = kernel_lines.FATAL[-1]
    for sector in range(200):
        detector.kernel(
            f"I/O error, dev nvme1n1, sector {sector} op 0x0:(READ) flags 0x0 phys_seg 1 prio class 2"
        )
    detector.kernel(line)

    stands(lab, detector, kind, "True")


def test_the_nodes_own_disk_is_a_condition_that_ends_with_its_fault(lab: Lab, detector: Detector) -> None:
    detector.mounts(ROOT + DATA + "rw,errors=remount-ro,emergency_ro\n")
    stands(lab, detector, "ReadonlyFilesystem", "True")

    detector.start()
    stands(lab, detector, "ReadonlyFilesystem", "True")

    detector.mounts(ROOT + DATA + "rw,errors=remount-ro\n")
    stands(lab, detector, "ReadonlyFilesystem", "False")


def test_a_kubelet_that_answers_500_is_a_condition_until_it_answers_200(lab: Lab, detector: Detector) -> None:
    detector.kubelet_answers(500)
    stands(lab, detector, "KubeletUnhealthy", "True")

    detector.kubelet_answers(200)
    stands(lab, detector, "KubeletUnhealthy", "False")


def test_a_check_that_cannot_tell_is_neither_sick_nor_well(lab: Lab, detector: Detector) -> None:
    detector.program("ctr", "echo 'nsenter: cannot open /proc/1/ns/mnt: Permission denied'; exit 1")
    stands(lab, detector, "ContainerRuntimeUnhealthy", "Unknown")
