"""The programs that a stack is brought up and looked at with."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from cli.aws.needs import Needs
from cli.aws.region import Region
from cli.preflight.model import Line, fail, ok, warn

_VERSION = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?")
_SECONDS = 20


@dataclass(frozen=True)
class Tool:
    """A program, the arguments that make it tell its version, and the least version that will do."""

    name: str
    arguments: tuple[str, ...]
    least: tuple[int, int]
    remedy: str
    required: bool = True


TOOLS = (
    Tool("pulumi", ("version",), (3, 230), "run `make setup`, which brings it"),
    # pulumi-eks runs it, in a preview too.
    Tool("aws", ("--version",), (1, 24), "run `make setup`, which brings it"),
    Tool(
        "kubectl",
        ("version", "--client"),
        (1, 30),
        "install kubectl (kubernetes.io/docs/tasks/tools) to look into the cluster and for `make grafana`",
        required=False,
    ),
)


def check_tools(_needs: Needs, _region: Region) -> Iterable[Line]:
    """Python itself and each tool."""
    yield ok("python", ".".join(map(str, sys.version_info[:3])))
    for tool in TOOLS:
        yield _check(tool)


def _check(tool: Tool) -> Line:
    complain = fail if tool.required else warn
    path = shutil.which(tool.name)
    if path is None:
        return complain(tool.name, "not found", tool.remedy)
    try:
        answer = subprocess.run(
            [path, *tool.arguments], capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return complain(tool.name, f"{path} does not answer: {error}", tool.remedy)
    found = _VERSION.search(answer.stdout + answer.stderr)
    if found is None:
        return complain(tool.name, f"{path} does not tell its version", tool.remedy)
    version = (int(found[1]), int(found[2]))
    if version < tool.least:
        least = ".".join(map(str, tool.least))
        return complain(tool.name, f"{found[0]}, and {least} is needed", tool.remedy)
    return ok(tool.name, found[0])
