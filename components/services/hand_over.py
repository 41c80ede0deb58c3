"""Hand-over of services from the stack to Argo CD: which steps uninstall nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

HandOver = Literal["none", "prepared", "done"]

OUTPUT = "handOver"
"""The stack's output that keeps, for the next update, how far each release was."""

_KEY = "services.argoCd.handOver"


def before(outputs: Mapping[str, Any], now: Mapping[str, HandOver]) -> Mapping[str, HandOver]:
    """How far each release was after the last update, from the stack's ``outputs`` at that time.

    A stack that was up and did not say has installed them itself.
    """
    if not outputs:
        return {}
    found: Mapping[str, HandOver] = outputs.get(OUTPUT, dict.fromkeys(now, "none"))
    return found


def refusals(then: Mapping[str, HandOver], now: Mapping[str, HandOver]) -> Iterator[str]:
    """Why an update would do harm: releases would be uninstalled, installed twice, or left unowned."""
    steps = {release: (then.get(release), now.get(release)) for release in sorted({*then, *now})}
    if uninstalled := [release for release, step in steps.items() if step == ("none", "done")]:
        yield (
            f"{_KEY} = done: the stack has installed {', '.join(uninstalled)}, and would uninstall that; set "
            "it to prepared, go up, then set it to done"
        )
    if twice := [release for release, (was, wanted) in steps.items() if was == "done" != wanted and wanted]:
        yield (
            f"{_KEY} = {now[twice[0]]}: Argo CD has {', '.join(twice)}, and nothing can be installed beside "
            'that; set it to done, or follow "The way back" in docs/gitops.md'
        )
    if left := [release for release, step in steps.items() if step == ("prepared", None)]:
        yield (
            f"{_KEY} was prepared: {', '.join(left)}, turned off now, would be left in the cluster, with "
            "nobody to look after it; turn it on again, set handOver to none, go up, then turn it off"
        )
