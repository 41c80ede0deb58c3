"""No program of the laboratory outlives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from lab.process import LabError, Workbench, wait_until


def runs(pid: int) -> bool:
    """Zombies do not count: whoever adopted them has not looked yet."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def test_closing_ends_the_programs_and_removes_the_folder() -> None:
    with Workbench() as bench:
        program = bench.run("sleeper", ["sleep", "60"])
        assert runs(program.pid)

    assert not runs(program.pid)
    assert not bench.folder.exists()


def test_a_killed_parent_leaves_nothing_behind() -> None:
    script = textwrap.dedent(
        """
        import time
        from lab.process import Workbench
        bench = Workbench()
        stopped = bench.run("stopped", ["sleep", "60"])
        stopped.stop()
        print(bench.folder, bench.run("sleeper", ["sleep", "60"]).pid, flush=True)
        time.sleep(60)
        """
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    folder, pid = parent.stdout.readline().split()
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()

    wait_until("the program is gone", lambda: not runs(int(pid)), timeout=10)
    wait_until("the folder is gone", lambda: not Path(folder).exists(), timeout=10)


def test_a_program_that_ended_is_told_with_the_end_of_its_log() -> None:
    with Workbench() as bench:
        program = bench.run("liar", ["sh", "-c", "echo no such flag; exit 3"])
        wait_until("it has ended", lambda: program.exit_code is not None, timeout=10)
        with pytest.raises(LabError, match="liar ended with 3:\nno such flag"):
            program.require_running()


def test_waiting_in_vain_names_what_was_waited_for() -> None:
    with pytest.raises(LabError, match=r"the moon is blue: not so within 0\.1 s"):
        wait_until("the moon is blue", lambda: time.monotonic() < 0, timeout=0.1)
