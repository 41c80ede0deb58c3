"""Measure the loop: `python -m lab.benchmark --nodes 20 200 1000`.

Where DRAINO_BIN names a draino binary, it is measured beside. Runs for minutes, on a machine that does
nothing else: the whole cluster, moto and the watcher share its cores with the engine.
"""

from __future__ import annotations

import argparse
import os
import sys

from rich.console import Console
from rich.table import Table

from lab.benchmark.measurement import Measurement
from lab.benchmark.run import measure


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m lab.benchmark", description=__doc__)
    parser.add_argument("--nodes", type=int, nargs="+", default=[20, 200, 1000])
    parser.add_argument("--sick", type=int, default=3, help="nodes of one pool, a second apart (3)")
    arguments = parser.parse_args()
    engines = ["pitstop", *(["draino"] if os.environ.get("DRAINO_BIN") else [])]
    console = Console()
    for nodes in arguments.nodes:
        console.print(table([measure(engine, nodes, arguments.sick) for engine in engines]))
    return 0


def table(measurements: list[Measurement]) -> Table:
    """Engines of one size of cluster beside each other."""
    first = measurements[0]
    result = Table(title=f"{first.nodes} nodes, a wait of {first.wait:g} s, a boot of {first.boot:g} s")
    result.add_column("")
    for measurement in measurements:
        result.add_column(measurement.engine, justify="right")
    for rows in zip(*(measurement.lines() for measurement in measurements), strict=True):
        result.add_row(rows[0][0], *(figure for _, figure in rows))
    return result


if __name__ == "__main__":
    sys.exit(main())
