"""What an earlier cluster of the same name left behind, and would stand in the way."""

from __future__ import annotations

from collections.abc import Iterable

from ops.leftovers.find import find_leftovers
from ops.leftovers.model import Fate
from ops.preflight.checks.clusters import living_tags
from ops.preflight.model import Line, fail, ok, warn
from ops.preflight.needs import Needs
from ops.region import Region

SUBJECT = "leftovers"


def check_leftovers(needs: Needs, region: Region) -> Iterable[Line]:
    """Nothing may be left, for the same names are made again; a living cluster's things are no leftovers."""
    if living_tags(needs, region) is not None:
        yield ok(SUBJECT, f"not looked for while {needs.cluster} lives")
        return
    findings = find_leftovers(needs.cluster, [needs.region], region.enabled_regions())
    left = [leftover for leftover in findings.leftovers if leftover.fate is not Fate.GOING]
    if left:
        usd = sum(leftover.usd_per_month or 0.0 for leftover in left)
        kinds = ", ".join(sorted({leftover.kind for leftover in left}))
        found = f"{len(left)} ({kinds}), about USD {usd:.2f} a month"
        yield fail(SUBJECT, found, f"make leftovers STACK={needs.stack} ARGS=--delete")
    elif findings.unseen:
        kinds = ", ".join(hole.kind for hole in findings.unseen)
        yield warn(SUBJECT, f"could not look for {kinds}", "ask for the permission to list them")
    else:
        yield ok(SUBJECT, "none")
