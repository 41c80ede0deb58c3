"""What an earlier cluster of the same name left behind, and would stand in the way."""

from __future__ import annotations

from collections.abc import Iterable

from cli.aws.clusters import tags_of_cluster
from cli.aws.needs import Needs
from cli.aws.region import Region
from cli.errors import EngineError
from cli.leftovers.find import find_leftovers
from cli.leftovers.model import Decision, Leftover
from cli.preflight.model import Line, fail, ok, warn
from cli.stack_engine import StackEngine, resources

SUBJECT = "leftovers"

_HARMLESS = frozenset({"volume", "snapshot"})
"""Kinds that a new cluster never makes under an old name: they cost, and somebody may want the data."""


def check_leftovers(needs: Needs, region: Region) -> Iterable[Line]:
    """Nothing may be left whose name is taken; a cluster and an unfinished `up` keep theirs."""
    if tags_of_cluster(needs.cluster, region) is not None:
        yield ok(SUBJECT, f"not looked for while {needs.cluster} lives")
        return
    findings = find_leftovers(needs.cluster, [needs.region], region.enabled_regions())
    left = [leftover for leftover in findings.leftovers if leftover.decision is not Decision.ALREADY_DELETING]
    in_the_way = [one for one in left if one.decision is Decision.DELETE and one.kind not in _HARMLESS]
    if in_the_way and _is_unfinished(needs):
        yield ok(SUBJECT, f"not looked for: an `up` of {needs.stack} did not finish, and the next goes on")
    elif in_the_way:
        yield fail(SUBJECT, _summary(left), f"make leftovers STACK={needs.stack} ARGS=--delete")
    elif left:
        yield warn(SUBJECT, f"{_summary(left)}; none is in the way", f"make leftovers STACK={needs.stack}")
    elif findings.unseen:
        kinds = ", ".join(hole.kind for hole in findings.unseen)
        yield warn(SUBJECT, f"could not look for {kinds}", "ask for the permission to list them")
    else:
        yield ok(SUBJECT, "none")


def _summary(left: list[Leftover]) -> str:
    usd = sum(leftover.usd_per_month or 0.0 for leftover in left)
    kinds = ", ".join(sorted({leftover.kind for leftover in left}))
    return f"{len(left)} ({kinds}), about USD {usd:.2f} a month"


def _is_unfinished(needs: Needs) -> bool:
    """Whether the stack's state has things on AWS already: what was found is its own, and must stay."""
    try:
        state = StackEngine(needs.stack, needs.root).exported()
    except EngineError:
        return False
    return any(str(resource["type"]).startswith("aws:") for resource in resources(state))
