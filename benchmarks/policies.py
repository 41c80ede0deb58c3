"""What the policy pack costs: ``python benchmarks/policies.py [RESOURCES]``, 5,000 unless told.

Both packs are started as the engine starts them, and asked over gRPC as the engine asks: about each resource,
then about the whole stack, which is the recorded stack ``prod`` as often as needed. An empty pack with one
rule of each kind tells what asking costs; both are measured in one run, so that their ratio means something
on any machine.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Final

import grpc
from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc
from rich.console import Console
from rich.table import Table

ROOT: Final = Path(__file__).parents[1]
RECORDED: Final = ROOT / "tests" / "unit" / "guardrails" / "recorded" / "prod.up.json"
PACKS: Final = {"empty": ROOT / "benchmarks" / "policies_empty_pack", "guardrails": ROOT / "policies"}
CONFIG: Final = ROOT / "policies" / "config" / "prod.json"
MESSAGE_BYTES: Final = 400 << 20


@dataclass(frozen=True)
class Cost:
    """Seconds that a pack took, and how many rules it has."""

    rules: int
    start: float
    resources: float
    stack: float
    cpu: float
    """CPU time of the pack's process from its start to its end: what other programs do doesn't change it."""
    findings: int


@contextmanager
def started(pack: Path) -> Iterator[analyzer_pb2_grpc.AnalyzerStub]:
    """The pack in a process of its own, as the language host starts it."""
    command = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:1", "."]
    with subprocess.Popen(command, cwd=pack, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101  (it was asked for)
        address = f"127.0.0.1:{process.stdout.readline().strip()}"
        sizes = [
            ("grpc.max_receive_message_length", MESSAGE_BYTES),
            ("grpc.max_send_message_length", MESSAGE_BYTES),
        ]
        with grpc.insecure_channel(address, options=sizes) as channel:
            yield analyzer_pb2_grpc.AnalyzerStub(channel)
        process.terminate()


def stack_of(count: int) -> list[dict[str, Any]]:
    """``count`` resources, each with a URN of its own."""
    entries = islice(enumerate(cycle(json.loads(RECORDED.read_text()))), count)
    return [{**entry, "urn": f"{entry['urn']}-{number}"} for number, entry in entries]


def struct(props: dict[str, Any]) -> struct_pb2.Struct:
    """Properties as they go over the wire."""
    made = struct_pb2.Struct()
    made.update(props)
    return made


def provider_of(entry: dict[str, Any]) -> analyzer_pb2.AnalyzerProviderResource | None:
    """The provider of a resource; a component has none."""
    if entry["provider"] is None:
        return None
    return analyzer_pb2.AnalyzerProviderResource(
        type="pulumi:providers:any", properties=struct(entry["provider"]), urn="urn:provider", name="default"
    )


def questions(entries: Sequence[dict[str, Any]]) -> list[analyzer_pb2.AnalyzeRequest]:
    """What the engine asks about each resource."""
    return [
        analyzer_pb2.AnalyzeRequest(
            type=entry["type"],
            name=entry["name"],
            urn=entry["urn"],
            properties=struct(entry["inputs"]),
            provider=provider_of(entry),
        )
        for entry in entries
    ]


def question(entries: Sequence[dict[str, Any]]) -> analyzer_pb2.AnalyzeStackRequest:
    """What the engine asks about the stack."""
    return analyzer_pb2.AnalyzeStackRequest(
        resources=[
            analyzer_pb2.AnalyzerResource(
                type=entry["type"],
                name=entry["name"],
                urn=entry["urn"],
                properties=struct(entry["outputs"]),
                provider=provider_of(entry),
            )
            for entry in entries
        ]
    )


def settings(info: analyzer_pb2.AnalyzerInfo) -> analyzer_pb2.ConfigureAnalyzerRequest:
    """The settings of the stack prod, with the rules' own levels."""
    request = analyzer_pb2.ConfigureAnalyzerRequest()
    configs = json.loads(CONFIG.read_text())
    for policy in info.policies:
        own = {key: value for key, value in configs.get(policy.name, {}).items() if key != "enforcementLevel"}
        request.policyConfig[policy.name].properties.update(own)
        request.policyConfig[policy.name].enforcementLevel = policy.enforcementLevel
    return request


def measured(pack: Path, entries: Sequence[dict[str, Any]]) -> Cost:
    """Ask the pack everything, once."""
    alone, whole = questions(entries), question(entries)
    before = _children_cpu()
    begin = time.perf_counter()
    with started(pack) as analyzer:
        info = analyzer.GetAnalyzerInfo(empty_pb2.Empty())
        analyzer.Configure(settings(info))
        ready = time.perf_counter()
        answers = [analyzer.Analyze(request) for request in alone]
        judged = time.perf_counter()
        verdict = analyzer.AnalyzeStack(whole)
        done = time.perf_counter()
    findings = sum(len(answer.diagnostics) for answer in [*answers, verdict])
    cpu = _children_cpu() - before
    return Cost(len(info.policies), ready - begin, judged - ready, done - judged, cpu, findings)


def _children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Measure both packs and print what one resource costs."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    entries = stack_of(count)
    costs = {name: measured(pack, entries) for name, pack in PACKS.items()}
    table = Table("pack", "rules", "start, s", "alone, ms each", "stack, ms each", "CPU, ms each", "and rule")
    for name, cost in costs.items():
        times = (cost.resources, cost.stack, cost.cpu, cost.cpu / cost.rules)
        figures = (f"{seconds / count * 1000:.2f}" for seconds in times)
        table.add_row(name, str(cost.rules), f"{cost.start:.2f}", *figures)
    console = Console()
    console.print(f"{count} resources, {costs['guardrails'].findings} findings")
    console.print(table)
    empty, full = (costs[name].cpu for name in ("empty", "guardrails"))
    more = (full - empty) / count * 1000
    console.print(f"guardrails / empty pack: {full / empty:.1f}; {more:.2f} ms of CPU more for each resource")


if __name__ == "__main__":
    main()
