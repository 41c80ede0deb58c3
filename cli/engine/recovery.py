"""After an `up` that was killed: a sandbox's stack is unlocked, and unfinished operations leave its state.

Only for the sandbox's own backend: with a shared one, somebody else may still be working.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from cli.engine.target import Target


def is_abandoned(target: Target) -> bool:
    """Whether the stack is locked, and by processes that are all gone."""
    locks = list((target.backend / ".pulumi" / "locks").glob(f"**/{target.stack}/*.json"))
    return bool(locks) and not any(_is_alive(_owner(lock)) for lock in locks)


def has_unfinished(target: Target) -> bool:
    """Whether the last update left operations with an unknown end."""
    if not target.checkpoint.exists():
        return False
    latest = json.loads(target.checkpoint.read_text())["checkpoint"].get("latest") or {}
    return bool(latest.get("pending_operations"))


def _owner(lock: Path) -> int:
    """The process that took the lock; 0 where the lock was only half written."""
    try:
        return int(json.loads(lock.read_text())["pid"])
    except (ValueError, KeyError):
        return 0


def _is_alive(process: int) -> bool:
    """Whether it still runs; a killed one that has not been reaped yet does not."""
    answer = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return bool(answer.stdout.strip()) and not answer.stdout.strip().startswith("Z")
