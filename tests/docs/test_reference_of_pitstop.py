"""docs/remediation-reference.md names what pitstop itself says: reasons, metrics, faults, marks."""

from __future__ import annotations

import re

from pitstop.conditions import DEFAULT_ALERTS, DEFAULT_FAULTS
from pitstop.model import Why
from pitstop.remedies.escalation import REMEDIES
from pitstop.shell import codec
from pitstop.shell.metrics import Metrics
from tests.docs.pages import ROOT

PAGE = (ROOT / "docs" / "remediation-reference.md").read_text(encoding="utf-8")


def written_annotations() -> set[str]:
    """The keys that pitstop writes and reads on nodes and on its ConfigMap."""
    found = (*vars(codec).values(), *(remedy.annotation for remedy in REMEDIES))
    return {value for value in found if isinstance(value, str) and value.startswith("pitstop/")}


def section(heading: str) -> str:
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, heading
    return found[1]


def test_every_reason_of_a_refusal_is_explained() -> None:
    told = set(re.findall(r"`(\w+)`", section("What it refuses, and how you learn of it")))
    assert {str(why) for why in Why} - told == set()


def test_every_metric_is_named_and_no_other() -> None:
    families = Metrics().registry.collect()
    names = {f"{family.name}_total" if family.type == "counter" else family.name for family in families}
    assert set(re.findall(r"`(pitstop_\w+)", section("Metrics"))) == names


def test_every_default_fault_is_named_with_its_wait() -> None:
    rows = [row for row in section("How it decides").splitlines() if row.startswith("| `")]
    told = {
        (name, status, wait)
        for row in rows
        for types, wait in [(row.split("|")[1], row.split("|")[2].strip())]
        for names, status in re.findall(r"((?:`\w+`(?:, )?)+) = (\w+)", types)
        for name in re.findall(r"`(\w+)`", names)
    }
    faults = {(t, s, w) for t, s, w in (re.split("[=,]", fault) for fault in DEFAULT_FAULTS)}
    alerts = {(t, s, "told only") for t, s, *_ in (re.split("[=,]", alert) for alert in DEFAULT_ALERTS)}
    assert told == faults | alerts


def test_every_annotation_is_named() -> None:
    assert len(written_annotations()) > 3
    assert set(re.findall(r"`(pitstop/[\w-]+)`", section("Marks on nodes"))) == written_annotations()


def code(word: str) -> str:
    return f"`{word}`"


def test_every_remedy_is_described_in_the_order_of_the_escalation() -> None:
    rows = [row.split("|") for row in section("Remedies").splitlines() if row.startswith("| `")]
    told = [tuple(cell.strip() for cell in row[1:5]) for row in rows]
    assert [(name, step, phases, event) for name, step, phases, event in told] == [
        (
            f"`{remedy.name}`",
            f"`{remedy.step}`",
            ", ".join(f"`{p}`" for p in remedy.phases),
            f"`{remedy.told_as}`",
        )
        for remedy in REMEDIES
    ]
