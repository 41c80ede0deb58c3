"""One run: a cluster of a size, sick nodes one second apart, then a wave of them."""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from components.remediation.settings import RemediationSettings
from lab import repairs
from lab.benchmark.measurement import Cost, Measurement
from lab.binaries import Binaries
from lab.control_plane import ControllerPeriods, ControlPlane
from lab.demo.installation import REPLACES, install
from lab.demo.settings import demonstration
from lab.engine_process import EngineProcess, usage
from lab.fleet import CloudDelays
from lab.lab import Lab
from lab.process import Program, wait_until
from lab.repairs import Repair
from lab.timeline import TimelineStep
from lab.workload import Workload

FAULT = "KernelDeadlock"
_POOL = 100
_POOLS_AT_ONCE = 3
"""While one waits for its nodes to be Ready, the next are being made."""
_SPACING = 1.0
_WAVE_SPACING = 0.2
_WAVE = 20
"""One node in so many of every pool falls sick in the wave: few enough for every breaker and cap."""
_SETTLE = 5.0
_IDLE = 20.0
_PATIENCE = 600.0


@dataclass(frozen=True)
class Mark:
    """Where the engine's use stood at a moment."""

    at: float
    cpu_seconds: float
    requests: int

    def until(self, later: Mark) -> Cost:
        """What was used between two marks."""
        return Cost(later.at - self.at, later.cpu_seconds - self.cpu_seconds, later.requests - self.requests)


def measure(engine: str, nodes: int, sick: int) -> Measurement:
    """Measure an engine: ``sick`` nodes of one pool fall sick a second apart, and then the wave."""
    settings = RemediationSettings.model_validate(demonstration(engine))
    with ControlPlane(Binaries.find(), ControllerPeriods()) as plane:
        lab = Lab(plane)
        try:
            return _measure(lab, settings, nodes, sick)
        finally:
            lab.stop()


def _measure(lab: Lab, settings: RemediationSettings, nodes: int, sick: int) -> Measurement:
    wait = settings.conditions[0].duration.total_seconds()
    with ThreadPoolExecutor(_POOLS_AT_ONCE) as executor:
        starts = range(0, nodes, _POOL)
        pools = list(executor.map(lambda start: lab.pool(f"p{start}", min(_POOL, nodes - start)), starts))
    lab.workload(Workload("web", 2 * nodes, min_available="90%"), timeout=_PATIENCE)
    lab.workload(Workload("agent", None), timeout=_PATIENCE)
    engine = install(lab, settings)
    program = engine.start()
    wait_until("the engine watches", lambda: len(engine.requests()) > 5, timeout=60, every=0.5)
    time.sleep(_SETTLE)
    before = mark(engine, program)
    time.sleep(_IDLE)
    idle = mark(engine, program)
    first = fall_sick(lab, pools[0][:sick], _SPACING)
    whole = _await_repairs(lab, first, replaces=settings.engine in REPLACES)
    done = mark(engine, program)
    healed = repairs.of(lab.timeline.moments())
    wave = fall_sick(lab, _wave(pools, sick), _WAVE_SPACING)
    wait_until("the wave is cordoned", lambda: wave.keys() <= _cordons(lab), timeout=_PATIENCE, every=0.5)
    sick_nodes = {**first, **wave}
    return Measurement(
        engine=settings.engine,
        nodes=nodes,
        wait=wait,
        boot=CloudDelays().boot,
        reactions=_reactions(engine, sick_nodes, wait),
        cordoned=[r.cordoned - r.broken for r in healed if r.cordoned is not None],
        drained=[r.empty - r.broken for r in healed if r.empty is not None],
        replaced=[r.time_to_repair for r in healed if r.time_to_repair is not None],
        whole=whole - healed[0].broken,
        evictions_per_second=_eviction_rate(lab, healed),
        wrong_cordons=len(_cordons(lab) - sick_nodes.keys()),
        failed_steps=sum("Failed:" in moment.detail for moment in lab.timeline.moments(TimelineStep.EVENT)),
        idle=before.until(idle),
        busy=idle.until(done),
        peak_memory_mb=usage(program).peak_memory_mb,
    )


def mark(engine: EngineProcess, program: Program) -> Mark:
    """Where the engine's use stands now."""
    return Mark(time.time(), usage(program).cpu_seconds, len(engine.requests()))


def fall_sick(lab: Lab, nodes: Sequence[str], spacing: float) -> dict[str, float]:
    """Break ``nodes`` one after the other; returns the second that each condition names as its beginning."""
    since = {}
    for node in nodes:
        since[node] = float(math.floor(time.time()))
        lab.break_node(node, FAULT)
        time.sleep(spacing)
    return since


def _wave(pools: Sequence[Sequence[str]], sick: int) -> list[str]:
    """Nodes of all pools in turn, none of those that have been replaced."""
    shares = [pool[sick : sick + max(1, len(pool) // _WAVE)] for pool in pools]
    return [node for turn in itertools.zip_longest(*shares) for node in turn if node is not None]


def _await_repairs(lab: Lab, nodes: dict[str, float], *, replaces: bool) -> float:
    """Return when the last of ``nodes`` was empty and all pods were Ready again.

    Waits for their successors too, where the engine ``replaces`` them.
    """

    def healed() -> bool:
        found = repairs.of(lab.timeline.moments())
        over = {r.node for r in found if (r.time_to_repair if replaces else r.empty) is not None}
        whole = len(lab.timeline.moments(TimelineStep.WHOLE)) == len(
            lab.timeline.moments(TimelineStep.BROKEN)
        )
        return whole and over >= nodes.keys()

    wait_until("the sick nodes are replaced, or drained", healed, timeout=_PATIENCE, every=0.5)
    emptied = [moment.at for node in nodes for moment in lab.timeline.moments(TimelineStep.EMPTY, node)[:1]]
    return max([*emptied, *(moment.at for moment in lab.timeline.moments(TimelineStep.WHOLE))])


def _cordons(lab: Lab) -> set[str]:
    return {moment.node for moment in lab.timeline.moments(TimelineStep.CORDONED)}


def _reactions(engine: EngineProcess, since: dict[str, float], wait: float) -> list[float]:
    """By the first patch of each node that the API server received from the engine."""
    first: dict[str, float] = {}
    for request in engine.requests():
        if request.resource == "nodes" and request.verb in ("patch", "update"):
            first.setdefault(request.name, request.at)
    return [first[node] - (began + wait) for node, began in since.items() if node in first]


def _eviction_rate(lab: Lab, healed: Sequence[Repair]) -> float:
    """Pods that left, a second of draining."""
    moved = sum(len(lab.timeline.moments(TimelineStep.EVICTED, repair.node)) for repair in healed)
    seconds = sum(r.empty - r.draining for r in healed if r.empty is not None and r.draining is not None)
    return moved / seconds if seconds else 0.0
