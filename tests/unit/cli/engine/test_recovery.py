import json
import os
import subprocess
from pathlib import Path

import pytest

from cli.engine import recovery
from cli.engine.target import Target


@pytest.fixture
def locks(sandbox: Target) -> Path:
    folder = sandbox.backend / ".pulumi" / "locks" / "organization" / "reef" / "sandbox"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def ended() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def lock(folder: Path, process: int) -> None:
    (folder / f"{process}.json").write_text(json.dumps({"pid": process, "username": "ann"}))


def test_a_stack_without_a_lock_is_not_abandoned(sandbox: Target, locks: Path) -> None:
    assert not recovery.is_abandoned(sandbox)


def test_a_lock_whose_process_is_gone_is_abandoned(sandbox: Target, locks: Path, ended: int) -> None:
    lock(locks, ended)
    assert recovery.is_abandoned(sandbox)


def test_a_lock_whose_process_was_killed_and_not_asked_for_is_abandoned(sandbox: Target, locks: Path) -> None:
    process = subprocess.Popen(["sleep", "60"])
    process.kill()
    # Returns when it has ended, and leaves it to be asked for.
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    lock(locks, process.pid)
    assert recovery.is_abandoned(sandbox)
    process.wait()


def test_a_lock_whose_process_runs_is_respected(sandbox: Target, locks: Path, ended: int) -> None:
    lock(locks, ended)
    lock(locks, os.getpid())
    assert not recovery.is_abandoned(sandbox)


@pytest.mark.parametrize("half", ["", "{", "{}", '{"pid": 0}'])
def test_a_lock_that_was_only_half_written_is_abandoned(sandbox: Target, locks: Path, half: str) -> None:
    (locks / "half.json").write_text(half)
    assert recovery.is_abandoned(sandbox)


def test_a_lock_of_another_stack_does_not_matter(sandbox: Target, locks: Path, ended: int) -> None:
    other = locks.with_name("dev")
    other.mkdir()
    lock(other, ended)
    assert not recovery.is_abandoned(sandbox)


@pytest.mark.parametrize(
    ("latest", "unfinished"),
    [
        (None, False),
        ({"resources": []}, False),
        ({"resources": [], "pending_operations": []}, False),
        ({"resources": [], "pending_operations": [{"type": "creating"}]}, True),
    ],
)
def test_operations_that_were_begun_and_not_ended_are_unfinished(
    sandbox: Target, latest: object, unfinished: bool
) -> None:
    sandbox.checkpoint.parent.mkdir(parents=True)
    sandbox.checkpoint.write_text(json.dumps({"version": 3, "checkpoint": {"latest": latest}}))
    assert recovery.has_unfinished(sandbox) is unfinished


def test_a_stack_that_was_never_made_has_nothing_unfinished(sandbox: Target) -> None:
    assert not recovery.has_unfinished(sandbox)
