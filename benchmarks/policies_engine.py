"""What the pack costs beside the engine: ``python -m benchmarks.policies_engine [RESOURCES]``, else 5,000.

The real engine previews the recorded stack prod, as often as needed, against the sandbox's providers: without
a pack, with an empty one, with guardrails, all in one run. The same with a hundred resources tells what is
paid once, so that the rest can be told by the resource. On Linux, after `make setup`.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import yaml
from rich.console import Console
from rich.table import Table

from benchmarks.session_cpu import watched
from sandbox import daemon
from testing.checkout import Checkout, Run

ROOT: Final = Path(__file__).resolve().parents[1]
PROGRAM: Final = ROOT / "benchmarks" / "policies_program"
RECORDED: Final = ROOT / "tests" / "unit" / "guardrails" / "recorded" / "prod.up.json"
PACKS: Final[Mapping[str, Path | None]] = {
    "none": None,
    "empty": ROOT / "benchmarks" / "policies_empty_pack",
    "guardrails": ROOT / "policies",
}
FEW: Final = 100
PARTS: Final = ("engine", "program", "providers", "pack")


def checkout_of_many(folder: Path) -> Checkout:
    """The program of many resources, where the sandbox takes it for its own."""
    checkout = Checkout.copy(folder)
    for file in PROGRAM.iterdir():
        shutil.copyfile(file, folder / file.name)
    return checkout


def preview(checkout: Checkout, count: int, pack: Path | None) -> Mapping[str, float]:
    """Seconds of CPU by part of a preview of ``count`` resources; raises RuntimeError where it fails."""
    settings = checkout.root / "Pulumi.sandbox.yaml"
    config = {"aws:region": "us-east-1", "many:count": count, "many:recorded": str(RECORDED)}
    settings.write_text(yaml.safe_dump({"config": config}))
    # Past `pulumi preview` of the command line, which adds the stack's own pack.
    arguments = ["preview", "--stack", checkout.stack, "--config-file", str(settings), "--non-interactive"]
    if pack is not None:
        levels = checkout.root / "levels.json"
        levels.write_text(json.dumps({"all": "advisory"}))
        arguments += ["--policy-pack", str(pack), "--policy-pack-config", str(levels)]
    process = checkout.start("exec", "pulumi", *arguments)
    output, spent = watched(process, daemon.ensure(checkout.state / "providers").pid)
    run = Run(process.returncode, output)
    if run.code != 0 or run.counts.get("to create") != count + 1:
        raise RuntimeError(output[-3000:])
    return spent


def measured(checkout: Checkout, count: int) -> dict[str, Mapping[str, float]]:
    """By pack, the milliseconds of CPU that each part takes for a resource beyond the few."""
    checkout.run("pulumi", "stack", "ls")  # makes the stack and starts the providers
    preview(checkout, FEW, None)  # the first one is dearer
    costs: dict[str, Mapping[str, float]] = {}
    for name, pack in PACKS.items():
        few, many = preview(checkout, FEW, pack), preview(checkout, count, pack)
        costs[name] = {part: (many.get(part, 0) - few.get(part, 0)) / (count - FEW) * 1000 for part in PARTS}
    return costs


def main() -> None:
    """Measure, and print a line for each pack."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory() as folder:
        checkout = checkout_of_many(Path(folder))
        try:
            costs = measured(checkout, count)
        finally:
            checkout.stop()
    table = Table("pack", *PARTS, "all", "of no pack", title=f"CPU for each of {count} resources, in ms")
    alone = sum(costs["none"].values())
    for name, cost in costs.items():
        whole = sum(cost.values())
        table.add_row(name, *(f"{cost[part]:.2f}" for part in PARTS), f"{whole:.2f}", f"{whole / alone:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
