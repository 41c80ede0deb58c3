"""A process that is forked from the warm interpreter is what the real interpreter would have made of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from testing.warm.interpreter import ROOT, shared_tools

TELL = """
import json, os, sys
print(json.dumps({
    "arguments": sys.argv,
    "folder": os.getcwd(),
    "environment": dict(os.environ),
    "path": sys.path,
    "name": __name__,
    "input": sys.stdin.read(),
}))
"""
WAYS: dict[str, list[str]] = {
    "a script": ["tell.py", "one", "two"],
    "a script by its full path": ["-u", "{folder}/tell.py"],
    "a script that is kept from its folder": ["-P", "tell.py"],
    "a module": ["-m", "tell", "one"],
    "a package": ["-m", "house", "one"],
    "a folder": ["house"],
    "a line": ["-c", TELL, "one"],
    "an option that is not known": ["-X", "importtime", "tell.py"],
}


@pytest.fixture(scope="module")
def warm(warm_tools: Path) -> str:
    return str(warm_tools / "venv" / "bin" / "python")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "house").mkdir()
    for name in ("tell.py", "house/__main__.py"):
        (tmp_path / name).write_text(TELL)
    return tmp_path


@pytest.mark.parametrize("way", WAYS)
def test_it_is_told_and_finds_the_same(warm: str, folder: Path, way: str) -> None:
    words = [word.format(folder=folder) if word != TELL else word for word in WAYS[way]]

    def told(python: str) -> dict[str, Any]:
        environment = {"PATH": os.defpath, "PYTHONPATH": "/nowhere", "MARK": "1"}
        answer = subprocess.run(
            [python, *words],
            cwd=folder,
            env=environment,
            input="hello",
            capture_output=True,
            text=True,
            check=True,
        )
        found: dict[str, Any] = json.loads(answer.stdout)
        return found

    assert told(warm) == told(sys.executable)


@pytest.mark.parametrize(
    "line",
    [
        "raise SystemExit(7)",
        "raise SystemExit('no more')",
        "pass",
        "1 / 0",
        "import os; os._exit(9)",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "import atexit; atexit.register(print, 'late'); print('early')",
        "import threading, time; threading.Thread(target=lambda: (time.sleep(0.1), print('last'))).start()",
    ],
)
def test_it_ends_the_same(warm: str, line: str) -> None:
    def ended(python: str) -> tuple[int, str, str]:
        answer = subprocess.run([python, "-c", line], capture_output=True, text=True, check=False)
        return answer.returncode, answer.stdout, "".join(answer.stderr.splitlines()[-1:])

    assert ended(warm) == ended(sys.executable)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_reaches_it(warm: str, number: signal.Signals) -> None:
    line = (
        "import signal, time\n"
        f"signal.signal({int(number)}, lambda *_: (print('heard', flush=True), exit(3)))\n"
        "print('ready', flush=True)\ntime.sleep(600)\n"
    )
    with subprocess.Popen([warm, "-c", line], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        assert process.communicate()[0] == "heard\n"
    assert process.returncode == 3


def test_it_dies_with_the_process_that_stands_for_it(warm: str) -> None:
    line = "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(600)\n"
    with subprocess.Popen([warm, "-c", line], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        fork = int(process.stdout.readline())
        process.kill()
        _wait_until(lambda: not _is_alive(fork))


def test_its_parent_is_the_one_who_started_it(warm: str) -> None:
    line = "import os; print(os.getppid())"
    answer = subprocess.run([warm, "-c", line], capture_output=True, text=True, check=True)
    assert int(answer.stdout) == os.getpid()


def test_two_of_them_draw_different_numbers(warm: str) -> None:
    line = (
        "import random; from moto.moto_api._internal import mock_random\n"
        "print(random.random(), mock_random.random())"
    )
    drawn = {
        word
        for _ in range(2)
        for word in subprocess.run(
            [warm, "-c", line], capture_output=True, text=True, check=True
        ).stdout.split()
    }
    assert len(drawn) == 4


def test_what_it_starts_is_warm_too_and_libraries_are_there_already(warm: str) -> None:
    line = (
        "import subprocess, sys; assert 'pulumi_aws.ec2' in sys.modules; "
        "print(sys.executable); "
        "print(subprocess.run([sys.executable, '-c', sys.argv[1]], capture_output=True, text=True).stdout)"
    )
    inner = "import sys; print(len(sys.modules) > 1000)"
    answer = subprocess.run([warm, "-c", line, inner], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == [warm, "True"]


def test_its_libraries_have_read_nothing_that_a_process_is_told_later() -> None:
    line = (
        "import os\n"
        "read = set()\n"
        "class Environment(type(os.environ)):\n"
        "    def __getitem__(self, key):\n"
        "        read.add(key)\n"
        "        return super().__getitem__(key)\n"
        "os.environ.__class__ = Environment\n"
        "from testing.warm.server import load\n"
        "load()\n"
        "print(*sorted(read))\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", line], cwd=ROOT, capture_output=True, text=True, check=True
    )
    read = answer.stdout.split()
    # The first is read again, as the next test shows; the others are switches that no command sets. AWS's
    # names are read too: moto asks a session of its own for the regions there are, and drops it.
    assert [name for name in read if name.startswith(("KUBE", "PULUMI_"))] == [
        "KUBECONFIG",
        "PULUMI_ENABLE_LEGACY_APPLY",
        "PULUMI_OTEL_EXPORTER_OTLP_ENDPOINT",
    ]


def test_where_its_cluster_is_is_read_by_each_process(warm: str) -> None:
    line = (
        "from kubernetes_asyncio import config\n"
        "from kubernetes_asyncio.config import kube_config\n"
        "assert config.kube_config is kube_config\n"
        "print(kube_config.KUBE_CONFIG_DEFAULT_LOCATION)\n"
    )
    environment = {**os.environ, "KUBECONFIG": "/its/own"}
    answer = subprocess.run([warm, "-c", line], env=environment, capture_output=True, text=True, check=True)
    assert answer.stdout == "/its/own\n"


def test_all_of_it_is_gone_when_its_owner_is_killed(tmp_path: Path) -> None:
    owner = subprocess.Popen(["sleep", "600"])
    tools = shared_tools(tmp_path, owner.pid)
    assert shared_tools(tmp_path, owner.pid) == tools
    line = "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(600)\n"
    python = str(tools / "venv" / "bin" / "python")
    with subprocess.Popen([python, "-c", line], stdout=subprocess.PIPE, text=True) as left:
        assert left.stdout is not None
        fork = int(left.stdout.readline())
        owner.kill()
        owner.wait()
        left.wait(timeout=30)
    _wait_until(lambda: not _is_alive(fork) and not tools.exists())


def test_without_the_warm_one_the_real_interpreter_does_it(warm: str, tmp_path: Path) -> None:
    alone = tmp_path / ".tools" / "venv" / "bin" / "python"
    alone.parent.mkdir(parents=True)
    shutil.copy(warm, alone)
    answer = subprocess.run(
        [alone, "-c", "import sys; print(sys.executable)"], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip().startswith(str(Path(sys.prefix)))


def _is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _wait_until(check: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not check():
        assert time.monotonic() < deadline
        time.sleep(0.05)
