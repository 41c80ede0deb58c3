"""The workshop's page does what it says: its own blocks are run, in its order, in a copy of the checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.remediation.kernel_log import FATAL
from sandbox import daemon
from tests.docs.pages import ROOT, Block, blocks
from tools.docs.setting_blocks import keys

PAGE = (ROOT / "docs" / "workshop.md").read_text(encoding="utf-8")
SANDBOX = [block for block in blocks(PAGE) if "sandbox" in block.marks]
AWS = [block for block in blocks(PAGE) if "aws" in block.marks]


def named(block: Block) -> str:
    return f"line-{block.line}"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The checkout without what is hidden, and its tools with a state of their own."""
    copy = tmp_path_factory.mktemp("workshop")
    shutil.copytree(ROOT, copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    (copy / ".tools").mkdir()
    for tool in ("bin", "venv", "receipts", "logs"):
        (copy / ".tools" / tool).symlink_to(ROOT / ".tools" / tool)
    yield copy
    daemon.stop(copy / ".tools" / "state" / "sandbox" / "providers")


def run(block: Block, folder: Path) -> tuple[int, str]:
    """The block in a shell that stops at the first failure; its exit code, and what is seen."""
    # `make test ARGS=...` hands its own variables down.
    foreign = ("PULUMI_", "PYTEST_", "AWS_", "ARGS", "STACK", "MAKE", "MFLAGS")
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(foreign)}
    # The tools are there already, and the set-up would make the shared ones anew for this folder.
    environment = {**inherited, "MAKEFLAGS": "tools=true", "COLUMNS": "200"}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block.commands],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.xdist_group("workshop")
@pytest.mark.parametrize("block", SANDBOX, ids=named)
def test_what_is_typed_shows_what_the_page_says(block: Block, checkout: Path) -> None:
    code, output = run(block, checkout)
    assert (code != 0) is ("fails" in block.marks), output
    seen = " ".join(output.split())
    place = 0
    for part in block.seen:
        words = " ".join(part.split())
        assert words in seen[place:], f"{part!r} is not seen in time:\n{output}"
        place = seen.index(words, place) + len(words)


def test_each_block_says_where_it_is_typed() -> None:
    assert [block.line for block in blocks(PAGE) if not block.marks & {"sandbox", "aws"}] == []
    assert SANDBOX
    assert AWS


@pytest.mark.parametrize("page", ["README.md", "docs/sandbox.md"])
def test_what_another_page_types_without_an_account_is_typed_here_too(page: str) -> None:
    lines = {line for block in SANDBOX for line in block.commands.splitlines()}
    typed = [
        re.sub(r" +#.*", "", line)
        for block in blocks((ROOT / page).read_text(encoding="utf-8"))
        for line in block.commands.splitlines()
    ]
    assert typed
    assert [line for line in typed if line not in lines] == []


@pytest.mark.parametrize("block", AWS, ids=named)
def test_what_is_typed_on_aws_is_a_shell_s_language(block: Block) -> None:
    subprocess.run(["bash", "-n", "-c", block.commands], check=True)


def test_the_goals_and_the_stacks_of_the_page_exist() -> None:
    goals = set(re.findall(r"^([a-z ]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    known = {goal for line in goals for goal in line.split()}
    typed = "\n".join(block.commands for block in blocks(PAGE))
    assert set(re.findall(r"\bmake ([a-z]+)", typed)) <= known
    assert [
        name for name in re.findall(r"STACK=(\w+)", typed) if not (ROOT / f"Pulumi.{name}.yaml").exists()
    ] == []


def test_the_settings_of_the_page_exist() -> None:
    every = {re.escape(key.path).replace("<name>", r"\w+") for key in keys()}
    typed = re.findall(
        r"self-driving-eks:([\w.]+)(?:\[\d+\])? \S", "\n".join(b.commands for b in blocks(PAGE))
    )
    assert typed
    assert [key for key in typed if not any(re.fullmatch(known, key) for known in every)] == []


def test_the_line_that_breaks_a_node_is_one_that_is_watched_for() -> None:
    (line,) = re.findall(r'echo "(.*)" > /dev/kmsg', PAGE)
    assert {rule.condition for rule in FATAL.rules if re.search(f"{rule.pattern}$", line)} >= {
        "KernelDeadlock"
    }
