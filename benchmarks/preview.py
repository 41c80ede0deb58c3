"""How long a preview of the whole default stack takes, against one of as many plain resources.

    make setup && .tools/venv/bin/python -m benchmarks.preview [--pairs 5]

Both go through the real engine with the same policy pack and the same local providers, in turn, and the
medians are compared: what is measured is what this program costs beyond any program of its size.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from sandbox.providers import daemon

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 1.3
_PROGRAM = ("__main__.py", "Pulumi.yaml", "Pulumi.sandbox.yaml", "components", "settings", "charts")
_PLAIN = """import pulumi_aws as aws

for number in range({count}):
    aws.cloudwatch.LogGroup(f"plain-{{number}}", retention_in_days=7)
"""


def checkout(folder: Path) -> Path:
    """A copy of the program whose tools are the checkout's own."""
    folder.mkdir()
    for name in _PROGRAM:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, folder / name)
    # Not linked: the engine command takes the folder that it is in for the checkout.
    shutil.copytree(ROOT / "sandbox", folder / "sandbox")
    shutil.copytree(ROOT / "policies", folder / "policies")
    (folder / ".tools").symlink_to(ROOT / ".tools")
    return folder


def plain(folder: Path, count: int) -> Path:
    """The same checkout with a program of ``count`` resources that depend on nothing."""
    checkout(folder)
    (folder / "__main__.py").write_text(_PLAIN.format(count=count), encoding="utf-8")
    (folder / "Pulumi.yaml").write_text("name: self-driving-eks\nruntime: python\n", encoding="utf-8")
    lines = (ROOT / "Pulumi.sandbox.yaml").read_text(encoding="utf-8").split("  self-driving-eks:")[0]
    (folder / "Pulumi.sandbox.yaml").write_text(lines, encoding="utf-8")
    return folder


def preview(folder: Path, *arguments: str) -> str:
    """One preview; what it prints. Raises CalledProcessError where it fails."""
    command = [
        sys.executable,
        "-m",
        "sandbox.engine",
        "--state",
        str(folder / "state"),
        "run",
        "--",
        "preview",
    ]
    pack = ["--policy-pack", "policies", "--policy-pack-config", "policies/config/sandbox.json"]
    config = ["--config-file", str(folder / "state" / "workspace" / "Pulumi.sandbox.yaml")]
    whole = [*command, *pack, *config, "--non-interactive", *arguments]
    return subprocess.run(whole, cwd=folder, check=True, capture_output=True, text=True).stdout


def seconds(folder: Path) -> float:
    """How long one preview takes on the wall."""
    start = time.perf_counter()
    preview(folder)
    return time.perf_counter() - start


def first(folder: Path) -> int:
    """Make the stack, start its providers and warm the caches; the number of resources in a preview."""
    command = [sys.executable, "-m", "sandbox.engine", "--state", str(folder / "state"), "preview"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    steps = json.loads(preview(folder, "--json"))["steps"]
    return len([step for step in steps if step["op"] == "create"])


def compare(folder: Path, pairs: int) -> tuple[int, Sequence[float], Sequence[float]]:
    """The number of resources, and the seconds of both programs, pair by pair."""
    whole = checkout(folder / "whole")
    count = first(whole)
    # The stack itself is a resource of every program.
    other = plain(folder / "plain", count - 1)
    try:
        if (found := first(other)) != count:
            raise ValueError(f"the plain program has {found} resources, not {count}")
        times = [(seconds(whole), seconds(other)) for _ in range(pairs)]
    finally:
        daemon.stop(whole / "state" / "providers")
        daemon.stop(other / "state" / "providers")
    return count, [pair[0] for pair in times], [pair[1] for pair in times]


def main() -> int:
    """Print the comparison; exit 1 where the ratio is beyond the limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pairs", type=int, default=5)
    with tempfile.TemporaryDirectory() as folder:
        count, whole, other = compare(Path(folder), parser.parse_args().pairs)
    ratio = statistics.median(mine / theirs for mine, theirs in zip(whole, other, strict=True))
    print(f"{count} resources; this program {statistics.median(whole):.2f} s")
    print(f"as many plain ones {statistics.median(other):.2f} s")
    print(f"ratio, median of {len(whole)} pairs: {ratio:.2f} (limit {LIMIT})")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
