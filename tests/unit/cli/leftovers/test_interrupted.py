"""A deletion that is killed at any step, and started again, ends with nothing left."""

from __future__ import annotations

import pytest

from cli.aws.region import Region
from cli.leftovers.delete import Deletion
from cli.leftovers.find import find_leftovers
from cli.leftovers.kinds import KINDS
from cli.leftovers.model import Leftover
from tests.unit.cli.leftovers.account import Planter
from tests.unit.cli.leftovers.interruption import Interruption

HOME = "us-east-1"


def test_killed_before_each_single_call_it_converges(monkeypatch: pytest.MonkeyPatch) -> None:
    Planter(Region(HOME), "dev").everything()
    interruption = Interruption(monkeypatch)
    before: tuple[Leftover, ...] = ()
    finished, runs, patience = False, 0, 1
    while not finished:
        findings = find_leftovers("dev", [HOME], [HOME])
        # A call that is repeated without effect needs one more to get past it.
        patience = patience + 1 if findings.leftovers == before else 1
        before, interruption.allowed, runs = findings.leftovers, patience, runs + 1
        try:
            failures = Deletion(lambda line: None, lambda seconds: None).delete(before, findings.scopes)
        except KeyboardInterrupt:
            continue
        finished = True

    assert failures == []
    assert [leftover.kind for leftover in find_leftovers("dev", [HOME], [HOME]).leftovers] == ["KMS key"]
    assert runs > len(KINDS)
