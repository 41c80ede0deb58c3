"""pitstop's planner against a month of trouble in virtual time: what it repairs, harms and costs.

    python -m benchmarks.pitstop_simulation [--nodes 100000] [--days 30]

The planner is the one that runs in a cluster; the cluster is simulated. The world knows what the planner does
not: which reports are true. Run once with the defaults, and once with breaker and caps switched off.
"""

from __future__ import annotations

import argparse
import heapq
import itertools
import random
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from rich.console import Console
from rich.table import Table

from pitstop.conditions import NodeCondition
from pitstop.fleet import Fleet
from pitstop.model import Action, Node, Phase, Record, State, Step
from pitstop.planner import plan
from pitstop.pods import NoPods
from pitstop.settings import PlannerSettings

MINUTE, DAY = 60.0, 86400.0
START = 1_700_000_000.0
TICK = 30.0
GROUP_SIZE = 500
ZONES = ("a", "b", "c")

DRAIN = 2 * MINUTE
BOOT = 90.0
SETTINGS = {"replace": {"strategy": "autoScaling"}}
DEFAULTS = PlannerSettings.model_validate(SETTINGS)
UNBOUND = PlannerSettings.model_validate(
    {
        **SETTINGS,
        "breaker": {"groupShare": 1, "clusterShare": 1, "zoneAtLeast": 10**9},
        "caps": {"cordonedShare": 1, "drainsPerGroup": 10**6, "drainsAtOnce": 10**6, "drainsPerHour": 10**6},
    }
)


@dataclass(frozen=True)
class Rates:
    """What goes wrong. Faults per node and day; storms and outages are placed evenly over the time."""

    broken: float = 0.001
    """A node breaks for good. Microsoft saw fewer than 1 node in 1,000 fail a day (Lin and others, Predicting
    Node Failure in Cloud Service Systems, ESEC/FSE 2018)."""
    blips: float = 0.002
    """A node is unreachable for 1 to 9 minutes and comes back. Assumed: twice the above."""
    storms: int = 8
    """A monitor is wrong about 60 % of a group for 30 minutes."""
    drizzles: int = 8
    """The same for 5 % of a group: too few for any breaker."""
    outages: int = 2
    """A whole zone is unreachable for 20 minutes."""


@dataclass
class Tally:
    """What came of it."""

    broke: int = 0
    repaired: list[float] = field(default_factory=list)
    wrong: int = 0
    cordoned_well: int = 0
    lost_node_seconds: float = 0.0
    most_lost_of_a_group: float = 0.0
    ticks: list[float] = field(default_factory=list)


class World:
    """A cluster whose nodes break, and where what the planner says is done."""

    def __init__(self, nodes: int, settings: PlannerSettings, seed: int) -> None:
        self.settings = settings
        self.wanted = settings.unhealthy_conditions()
        self.random = random.Random(seed)  # noqa: S311 - a world, no secret
        self.now = START
        self.fleet = Fleet()
        self.state = State()
        self.tally = Tally()
        self.broken: dict[str, float] = {}
        self.worked_on: dict[str, float] = {}
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self.places: list[str] = []
        """Who stands at each place now: a replacement takes the place of the node that went."""
        self.groups = [f"g{index}" for index in range(max(1, nodes // GROUP_SIZE))]
        for place in range(nodes):
            self.places.append("")
            self.join(place, generation=0, age=DAY)

    def join(self, place: int, generation: int, age: float = 0.0) -> None:
        group, zone = self.groups[place % len(self.groups)], ZONES[place % len(ZONES)]
        self.places[place] = f"{place}.{generation}"
        self.fleet.put(Node(self.places[place], group, zone, self.now - age))

    def at(self, moment: float, event: Callable[[], None]) -> None:
        heapq.heappush(self._events, (moment, next(self._order), event))

    def say(self, name: str, kind: str, status: str, *, good: bool = False) -> None:
        """A reporter writes a condition of a node, if the node is still there."""
        node = self.fleet.nodes.get(name)
        if node is None or (good and name in self.broken):
            return
        evaluation = self.wanted.evaluate([NodeCondition(kind, status, self.now, None)])
        ready = evaluation.ready if kind == "Ready" else "True"
        quiet = self.now if good else node.quiet_since
        self.fleet.put(replace(node, unhealthy=evaluation.unhealthy, ready=ready, quiet_since=quiet))

    def breaks(self, place: int) -> None:
        name = self.places[place]
        if name in self.fleet.nodes and name not in self.broken:
            self.broken[name] = self.now
            self.tally.broke += 1
            kind, status = self.random.choice([("KernelDeadlock", "True"), ("Ready", "Unknown")])
            self.say(name, kind, status)

    def lies(self, names: Sequence[str], kind: str, bad: str, good: str, lasts: float) -> None:
        for name in names:
            if name not in self.broken:
                self.say(name, kind, bad)
                self.at(self.now + lasts, partial(self.say, name, kind, good, good=True))

    def blips(self, place: int, lasts: float) -> None:
        self.lies([self.places[place]], "Ready", "Unknown", "True", lasts)

    def members(self, group: str) -> list[str]:
        return [node.name for node in self.fleet.nodes.values() if node.group == group]

    def in_zone(self, zone: str) -> list[str]:
        return [node.name for node in self.fleet.nodes.values() if node.zone == zone]

    # What the planner says is done.

    def do(self, action: Action) -> None:
        node = self.fleet.nodes[action.node]
        match action.step:
            case Step.CORDON:
                record = Record(Phase.CORDONED, self.now, self.now, action.why, self.now)
                self.fleet.put(replace(node, unschedulable=True, record=record))
                self.worked_on[node.name] = self.now
                self.tally.cordoned_well += node.name not in self.broken
            case Step.UNCORDON | Step.FORGET:
                self.fleet.put(replace(node, unschedulable=False, record=None))
                self.tally.lost_node_seconds += self.now - self.worked_on.pop(node.name)
            case Step.DRAIN:
                self.mark(node, Phase.DRAINING)
                self.at(self.now + DRAIN, partial(self.drained, node.name))
            case Step.STOP_DRAIN:
                self.mark(node, Phase.CORDONED)
            case "Replace":
                self.replace(node)
            case Step.EVICT:
                pass

    def mark(self, node: Node, phase: Phase) -> None:
        if node.record is not None:
            self.fleet.put(replace(node, record=replace(node.record, phase=phase, since=self.now)))

    def drained(self, name: str) -> None:
        node = self.fleet.nodes.get(name)
        if node is not None and node.record is not None and node.record.phase == Phase.DRAINING:
            self.mark(node, Phase.DRAINED)

    def replace(self, node: Node) -> None:
        since = self.broken.pop(node.name, None)
        if since is None:
            self.tally.wrong += 1
            self.tally.lost_node_seconds += self.now + BOOT - self.worked_on[node.name]
        else:
            self.tally.repaired.append(self.now + BOOT - since)
        del self.worked_on[node.name]
        self.fleet.drop(node.name)
        place, generation = map(int, node.name.split("."))
        self.at(self.now + BOOT, partial(self.join, place, generation + 1))

    def run(self, until: float) -> None:
        group_sizes = {group: self.fleet.totals.groups[group] for group in self.groups}
        while self.now < until:
            self.now += TICK
            while self._events and self._events[0][0] <= self.now:
                heapq.heappop(self._events)[2]()
            began = time.process_time()
            decided = plan(self.fleet, NoPods(), self.settings, self.state, self.now)
            self.tally.ticks.append(time.process_time() - began)
            self.state = decided.state
            for action in decided.actions:
                self.do(action)
            if decided.actions:
                self._count_lost(group_sizes)

    def _count_lost(self, sizes: dict[str, int]) -> None:
        away: dict[str, int] = {}
        for name in self.worked_on:
            if name not in self.broken:
                group = self.fleet.nodes[name].group
                away[group] = away.get(group, 0) + 1
        worst = max((count / sizes[group] for group, count in away.items()), default=0.0)
        self.tally.most_lost_of_a_group = max(self.tally.most_lost_of_a_group, worst)


def schedule(world: World, rates: Rates, days: float) -> None:
    """Put the month's trouble into the world's calendar."""
    nodes, end, chance = len(world.places), days * DAY, world.random
    for _ in range(round(rates.broken * nodes * days)):
        world.at(START + chance.uniform(0, end), partial(world.breaks, chance.randrange(nodes)))
    for _ in range(round(rates.blips * nodes * days)):
        lasts = chance.uniform(1, 9) * MINUTE
        world.at(START + chance.uniform(0, end), partial(world.blips, chance.randrange(nodes), lasts))
    for share, count in ((0.6, rates.storms), (0.05, rates.drizzles)):
        for index in range(count):
            group = chance.choice(world.groups)

            def storm(group: str = group, share: float = share) -> None:
                members = world.members(group)
                wrong = chance.sample(members, round(share * len(members)))
                world.lies(wrong, "KernelDeadlock", "True", "False", 30 * MINUTE)

            world.at(START + end * (index + chance.random()) / count, storm)
    for index in range(rates.outages):

        def outage(zone: str = ZONES[index % len(ZONES)]) -> None:
            world.lies(world.in_zone(zone), "Ready", "Unknown", "True", 20 * MINUTE)

        world.at(START + end * (index + 0.5) / rates.outages, outage)


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else 0.0


def simulate(nodes: int, days: float, settings: PlannerSettings, rates: Rates) -> World:
    world = World(nodes, settings, seed=6)
    schedule(world, rates, days)
    world.run(START + days * DAY)
    return world


def column(world: World, days: float) -> list[str]:
    tally, nodes = world.tally, world.fleet.totals.cluster
    lost = tally.lost_node_seconds / (nodes * days * DAY)
    return [
        f"{tally.broke:,}",
        f"{len(tally.repaired):,}",
        f"{statistics.median(tally.repaired) / MINUTE:.1f} min" if tally.repaired else "-",
        f"{percentile(tally.repaired, 0.99) / MINUTE:.1f} min",
        f"{tally.cordoned_well:,}",
        f"{tally.wrong:,}",
        f"{tally.most_lost_of_a_group:.1%}",
        f"{1 - lost:.6%}",
        f"{statistics.fmean(tally.ticks) * 1000:.2f} ms",
        f"{percentile(tally.ticks, 0.99) * 1000:.2f} ms",
        f"{max(tally.ticks) * 1000:.0f} ms",
    ]


ROWS = (
    "nodes that broke",
    "of these replaced",
    "fault to replacement Ready, median",
    "the same, 99th percentile",
    "well nodes cordoned",
    "well nodes replaced",
    "most of one group's well nodes away at once",
    "well node-time in service",
    "one tick, mean",
    "one tick, 99th percentile",
    "one tick, longest",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--nodes", type=int, default=100_000)
    parser.add_argument("--days", type=float, default=30.0)
    options = parser.parse_args()
    rates = Rates()
    bound = simulate(options.nodes, options.days, DEFAULTS, rates)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    loose = simulate(options.nodes, options.days, UNBOUND, rates)
    table = Table(title=f"{options.nodes:,} nodes, {options.days:g} days, a tick every {TICK:g} s")
    table.add_column("")
    table.add_column("pitstop's defaults", justify="right")
    table.add_column("breaker and caps off", justify="right")
    for row in zip(ROWS, column(bound, options.days), column(loose, options.days), strict=True):
        table.add_row(*row)
    table.add_row("peak memory of the process", f"{memory:.0f} MB", "")
    Console().print(table)


if __name__ == "__main__":
    main()
