import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import language_pb2, language_pb2_grpc

HOST = Path(__file__).parents[3] / "toolchain" / "language_host.py"

# Stands in for Pulumi's launcher: writes down how it is called, then ends as the program's file says.
LAUNCHER = """
import json, os, sys
from pathlib import Path
program = Path(sys.argv[-1])
called = {"arguments": sys.argv[1:], "config": os.environ["PULUMI_CONFIG"],
          "secrets": os.environ["PULUMI_CONFIG_SECRET_KEYS"]}
(program / "called.json").write_text(json.dumps(called))
print("hello from the program", flush=True)
sys.exit(int((program / "exit").read_text()))
"""

# One process runs them all, so that they share a host.
pytestmark = pytest.mark.xdist_group("language host")


@dataclass(frozen=True)
class Host:
    process: subprocess.Popen[str]
    stub: language_pb2_grpc.LanguageRuntimeStub


@contextmanager
def running(launcher: Path) -> Iterator[Host]:
    process = subprocess.Popen(
        [sys.executable, "-P", HOST, launcher, "--tracing", "", "127.0.0.1:7777"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with grpc.insecure_channel(f"127.0.0.1:{int(process.stdout.readline())}") as channel:
        yield Host(process, language_pb2_grpc.LanguageRuntimeStub(channel))
    process.kill()
    process.communicate()


@pytest.fixture(scope="module")
def launcher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("launcher") / "launcher.py"
    path.write_text(LAUNCHER)
    return path


@pytest.fixture(scope="module")
def host(launcher: Path) -> Iterator[Host]:
    with running(launcher) as host:
        yield host


@pytest.fixture
def own_host(launcher: Path) -> Iterator[Host]:
    """A host whose output and end are looked at."""
    with running(launcher) as host:
        yield host


def program(folder: Path, *, exit_code: int) -> language_pb2.ProgramInfo:
    folder.mkdir()
    (folder / "exit").write_text(str(exit_code))
    return language_pb2.ProgramInfo(
        root_directory=str(folder), program_directory=str(folder), entry_point="."
    )


def request(info: language_pb2.ProgramInfo, *, dry_run: bool) -> language_pb2.RunRequest:
    return language_pb2.RunRequest(
        project="reef",
        stack="dev",
        pwd=info.program_directory,
        info=info,
        dryRun=dry_run,
        parallel=16,
        organization="acme",
        monitor_address="127.0.0.1:8888",
        config={"reef:depth": "3"},
        configSecretKeys=["reef:depth"],
    )


@pytest.mark.parametrize(("dry_run", "extra"), [(False, []), (True, ["--dry_run", "true"])])
def test_a_program_is_told_all_about_its_run(
    host: Host, tmp_path: Path, dry_run: bool, extra: list[str]
) -> None:
    folder = tmp_path / "program"
    host.stub.Run(request(program(folder, exit_code=0), dry_run=dry_run))
    called = json.loads((folder / "called.json").read_text())
    assert called == {
        "arguments": [
            *("--monitor", "127.0.0.1:8888", "--engine", "127.0.0.1:7777", "--project", "reef"),
            *("--stack", "dev", "--organization", "acme", "--pwd", str(folder), "--parallel", "16"),
            *("--root_directory", str(folder), *extra, str(folder)),
        ],
        "config": '{"reef:depth": "3"}',
        "secrets": '["reef:depth"]',
    }


@pytest.mark.parametrize(
    ("exit_code", "response"),
    [
        (0, language_pb2.RunResponse()),
        (32, language_pb2.RunResponse(bail=True)),
        (3, language_pb2.RunResponse(error="the program ended with exit code 3")),
    ],
)
def test_the_engine_learns_how_a_program_ended(
    host: Host, tmp_path: Path, exit_code: int, response: language_pb2.RunResponse
) -> None:
    info = program(tmp_path / "program", exit_code=exit_code)
    assert host.stub.Run(request(info, dry_run=False)) == response


def test_what_a_program_prints_goes_to_the_engine(own_host: Host, tmp_path: Path) -> None:
    own_host.stub.Run(request(program(tmp_path / "program", exit_code=0), dry_run=False))
    assert own_host.process.stdout is not None
    assert own_host.process.stdout.readline() == "hello from the program\n"


def pack(folder: Path, text: str) -> language_pb2.RunPluginRequest:
    folder.mkdir()
    (folder / "__main__.py").write_text(text)
    info = language_pb2.ProgramInfo(
        root_directory=str(folder), program_directory=str(folder), entry_point="."
    )
    return language_pb2.RunPluginRequest(
        pwd=str(folder),
        info=info,
        kind="analyzer",
        name="guards",
        args=["127.0.0.1:7777"],
        env=["MARK=seen=1"],
    )


def test_a_policy_packs_output_comes_as_it_is_written_and_its_exit_code_last(
    host: Host, tmp_path: Path
) -> None:
    text = "import os, sys\nprint(os.environ['MARK'], os.getcwd(), flush=True)\nsys.exit(4)\n"
    *output, last = host.stub.RunPlugin(pack(tmp_path / "pack", text))
    assert b"".join(part.stdout for part in output).decode() == f"seen=1 {tmp_path / 'pack'}\n"
    assert last == language_pb2.RunPluginResponse(exitcode=4)


def test_a_policy_pack_ends_when_the_engine_cancels_its_call(host: Host, tmp_path: Path) -> None:
    text = "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(600)\n"
    call = host.stub.RunPlugin(pack(tmp_path / "pack", text))
    process = int(next(call).stdout)
    call.cancel()
    wait_until_gone(process)


def test_other_kinds_of_plugins_are_refused(host: Host, tmp_path: Path) -> None:
    asked = pack(tmp_path / "pack", "")
    asked.kind = "resource"
    with pytest.raises(grpc.RpcError) as refusal:
        list(host.stub.RunPlugin(asked))
    assert refusal.value.code() == grpc.StatusCode.UNIMPLEMENTED
    assert refusal.value.details() == "a Python plugin of kind 'resource' can't run here"


def test_the_sdk_itself_is_not_imported(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-X",
        "importtime",
        "-P",
        str(HOST),
        str(tmp_path / "launcher"),
        "127.0.0.1:7777",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.terminate()
        _, told = process.communicate()
    imported = {line.rpartition("|")[2].strip() for line in told.splitlines()}
    assert "pulumi.runtime.proto.language_pb2" in imported
    assert imported & {"pulumi", "pulumi.resource", "pulumi.runtime.rpc"} == set()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_host_and_its_children_without_a_word(
    own_host: Host, tmp_path: Path, number: signal.Signals
) -> None:
    text = "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(600)\n"
    process = int(next(own_host.stub.RunPlugin(pack(tmp_path / "pack", text))).stdout)
    own_host.process.send_signal(number)
    output, errors = own_host.process.communicate()
    assert (own_host.process.returncode, output, errors) == (0, "", "")
    wait_until_gone(process)


def test_the_host_ends_when_the_engine_is_gone(tmp_path: Path) -> None:
    engine = (
        "import subprocess, sys\n"
        "host = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)\n"
        "host.stdout.readline()\n"
        "print(host.pid)\n"
    )
    host = [sys.executable, "-P", str(HOST), str(tmp_path / "launcher"), "127.0.0.1:7777"]
    answer = subprocess.run([sys.executable, "-c", engine, *host], capture_output=True, text=True, check=True)
    orphan = int(answer.stdout)
    wait_until_gone(orphan)


def test_the_host_names_what_it_runs_on_and_needs_nothing(host: Host) -> None:
    about = host.stub.About(language_pb2.AboutRequest())
    assert about.executable == sys.executable
    assert about.version == sys.version.split()[0]
    found = host.stub.GetProgramDependencies(language_pb2.GetProgramDependenciesRequest())
    versions = {one.name: one.version for one in found.dependencies}
    assert versions["pulumi"] == host.stub.GetPluginInfo(empty_pb2.Empty()).version
    assert host.stub.GetRequiredPlugins(language_pb2.GetRequiredPluginsRequest()).plugins == []
    assert host.stub.GetRequiredPackages(language_pb2.GetRequiredPackagesRequest()).packages == []
    assert list(host.stub.InstallDependencies(language_pb2.InstallDependenciesRequest())) == []


def wait_until_gone(process: int) -> None:
    """Returns when the process has ended, be it reaped or not; the test's own time limit is the only one."""
    while True:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return
        if state == "Z":
            return
        os.sched_yield()
