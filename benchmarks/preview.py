"""How long `pulumi preview` of the whole stack takes, against a program of as many plain resources.

    make setup && .tools/venv/bin/python -m benchmarks.preview [--everything] [--pairs N]

Both go through the real engine in turn, each in a sandbox of its own: the same providers attached, the same
stack file, the policy pack with the stack's own settings. So the difference is what this program costs. The
plain one is the quickest that can be: a loop over security groups out of one module of one SDK, without
settings or components, none waiting for another. ``--everything`` switches on all services and two
microservices.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cli.engine import commands, environment
from cli.engine.commands import PulumiEngine
from cli.engine.environment import Providers
from cli.engine.target import choose
from sandbox import daemon
from testing.checkout import Checkout
from testing.services import MICROSERVICES, SERVICES

LIMIT = 1.3
PLAIN = """\
import pulumi_aws as aws

for number in range({count}):
    aws.ec2.SecurityGroup(f"plain-{{number}}", description="One of many")
"""


@dataclass(frozen=True)
class Comparison:
    """Seconds that previews of both programs took, pair by pair, and how many resources each has."""

    resources: int
    whole: Sequence[float]
    plain: Sequence[float]

    @property
    def ratio(self) -> float:
        """The median over the pairs: what else the machine does is about the same for both of a pair."""
        return statistics.median(ours / theirs for ours, theirs in zip(self.whole, self.plain, strict=True))

    def lines(self) -> list[str]:
        """What a person reads."""
        return [
            f"{self.resources} resources, {len(self.whole)} previews of each program in turn",
            f"this program:       median {_seconds(self.whole)}",
            f"as many plain ones: median {_seconds(self.plain)}",
            f"ratio, median of the pairs: {self.ratio:.2f} (limit {LIMIT})",
        ]


def plain_program(count: int) -> str:
    """A program whose preview has ``count`` resources; the stack itself is one of them."""
    return PLAIN.format(count=count - 1)


def warm(checkout: Checkout) -> int:
    """Preview once, which starts the providers and fills the caches; the number of resources."""
    first = checkout.run("preview")
    if first.code:
        raise SystemExit(first.output)
    return first.counts["to create"]


def engine_of(checkout: Checkout) -> PulumiEngine:
    """The engine as `make preview` calls it, and the providers that run already."""
    target = choose(checkout.stack, checkout.root, os.environ, checkout.state)
    running = daemon.find(checkout.state / "providers")
    if running is None:
        raise SystemExit("the sandbox's providers have ended")
    inside = environment.sandboxed(target, os.environ)
    return commands.for_sandbox(target, inside, Providers(running.ports, running.endpoint))


def seconds(engine: PulumiEngine) -> float:
    """How long one preview takes on the wall. Raises CalledProcessError where it fails."""
    command = ["pulumi", *engine.words("preview"), "--non-interactive"]
    begin = time.perf_counter()
    subprocess.run(command, cwd=engine.target.root, env=engine.environment, check=True, capture_output=True)
    return time.perf_counter() - begin


def compare(folder: Path, pairs: int, everything: bool) -> Comparison:
    """Measure both programs, ``pairs`` times each, the one that goes first taking turns."""
    whole, plain = (_checkout(folder / name) for name in ("whole", "plain"))
    if everything:
        whole.change("services", SERVICES)
        whole.change("microservices", MICROSERVICES)
    try:
        count = warm(whole)
        (plain.root / "__main__.py").write_text(plain_program(count), encoding="utf-8")
        if (found := warm(plain)) != count:
            raise SystemExit(f"the plain program has {found} resources, this one {count}")
        engines = [engine_of(whole), engine_of(plain)]
        times: list[list[float]] = [[], []]
        for pair in range(pairs):
            for which in (0, 1) if pair % 2 else (1, 0):
                times[which].append(seconds(engines[which]))
    finally:
        whole.stop()
        plain.stop()
    return Comparison(count, *times)


def _checkout(folder: Path) -> Checkout:
    folder.mkdir()
    return Checkout.copy(folder)


def _seconds(times: Sequence[float]) -> str:
    return f"{statistics.median(times):.2f} s ({min(times):.2f} to {max(times):.2f})"


def main() -> int:
    """Print the comparison; exit 1 where the ratio is beyond the limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.preview")
    parser.add_argument(
        "--everything", action="store_true", help="all services and two microservices as well"
    )
    parser.add_argument("--pairs", type=int, default=7, help="how often each program is previewed")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        comparison = compare(Path(folder), given.pairs, given.everything)
    print("\n".join(comparison.lines()))
    return 0 if comparison.ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
