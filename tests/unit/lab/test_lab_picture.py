"""The picture shows each phase as long as it took."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from lab import picture
from lab.repairs import Repair
from lab.timeline import TimelineEntry, TimelineStep

SVG = "{http://www.w3.org/2000/svg}"
REPAIR = Repair(
    "ip-10-0-0-1.eu-west-1.compute.internal", "KernelDeadlock", 100, 102, 103, 108, 109, "new", 112
)


def bars(svg: str) -> list[tuple[str, str]]:
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own text
    titled = [rect for rect in root.iter(f"{SVG}rect") if rect.find(f"{SVG}title") is not None]
    return [(rect.attrib["class"], rect.findtext(f"{SVG}title", "")) for rect in titled]


def words(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)  # noqa: S314
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def test_each_phase_is_a_bar() -> None:
    assert bars(picture.draw("One node", [REPAIR], [])) == [
        ("sick", "sick: 2.00 s"),
        ("cordoned", "cordoned: 1.00 s"),
        ("draining", "draining: 5.00 s"),
        ("replacing", "replacing: 4.00 s"),
        ("ready", "ready: 0.00 s"),
    ]


def test_the_time_to_repair_and_the_node_are_written_out() -> None:
    found = words(picture.draw("One node", [REPAIR], []))

    assert "One node" in found
    assert "ip-10-0-0-1  KernelDeadlock" in found
    assert "12.0 s" in found


def test_the_time_without_all_pods_has_its_own_lane() -> None:
    moments = [
        TimelineEntry(90, TimelineStep.BROKEN, "", "web"),
        TimelineEntry(95, TimelineStep.WHOLE, "", "web"),
        TimelineEntry(103, TimelineStep.BROKEN, "", "web"),
        TimelineEntry(106.5, TimelineStep.WHOLE, "", "web"),
    ]

    lacking = [title for kind, title in bars(picture.draw("t", [REPAIR], moments)) if kind == "lacking"]
    assert lacking == ["lacking: 3.50 s"]


def test_text_from_outside_is_escaped() -> None:
    assert "a < b & c" in words(picture.draw("a < b & c", [REPAIR], []))


def test_nothing_to_draw_is_an_error() -> None:
    with pytest.raises(ValueError, match="no fault is on the timeline"):
        picture.draw("t", [], [])
