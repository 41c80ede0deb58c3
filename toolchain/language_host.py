"""Runs Python programs and policy packs for an engine that was built without the official language host.

The engine starts this as `pulumi-language-python`, reads a port from its first line of output, and calls the
gRPC service `pulumirpc.LanguageRuntime` there. It uses the interpreter that it runs in, and installs nothing:
the set-up has done so. It runs as a script and imports nothing of this repository.
"""

# The service's methods have the names and the arguments that gRPC gives them.
# ruff: noqa: ARG002, N802

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata, util
from pathlib import Path
from types import ModuleType
from typing import IO, NoReturn, TypeAlias

import grpc
from google.protobuf import empty_pb2


def without_body(package: str) -> None:
    """Put a package's bare module in place, so that what is below can be imported without running its own."""
    spec = util.find_spec(package)
    if spec is not None:
        module = ModuleType(package)
        module.__path__ = list(spec.submodule_search_locations or ())
        sys.modules[package] = module


if __name__ == "__main__":
    # The SDK takes twice as long to import as all the rest, and three hosts start in each update.
    without_body("pulumi")
    without_body("pulumi.runtime")

from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2  # noqa: E402

SHOWN_ALREADY = 32
"""The launcher's exit code when the engine has been told of the error, so that nothing needs adding."""
MESSAGE_BYTES = 400 << 20
"""The engine's own limit for one message."""
_STREAM_BLOCK = 1 << 16

Context: TypeAlias = grpc.ServicerContext


class LanguageHost(language_pb2_grpc.LanguageRuntimeServicer):
    """Answers the engine about one project."""

    def __init__(self, engine_address: str, launcher: Path) -> None:
        self._engine_address = engine_address
        self._launcher = launcher
        self._children: list[subprocess.Popen[bytes]] = []

    def leave(self) -> NoReturn:
        """Ends this process and its children at once: a traceback would be shown, a delay be felt."""
        for child in self._children:
            child.terminate()
        os._exit(0)

    def Handshake(
        self, request: language_pb2.LanguageHandshakeRequest, context: Context
    ) -> language_pb2.LanguageHandshakeResponse:
        """Takes the engine's address, which may also come as an argument."""
        self._engine_address = request.engine_address or self._engine_address
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: empty_pb2.Empty, context: Context) -> plugin_pb2.PluginInfo:
        """The SDK's version stands for this host's."""
        return plugin_pb2.PluginInfo(version=metadata.version("pulumi"))

    def GetRequiredPackages(
        self, request: language_pb2.GetRequiredPackagesRequest, context: Context
    ) -> language_pb2.GetRequiredPackagesResponse:
        """None: the providers are attached, or the engine asks for them when a resource needs them."""
        return language_pb2.GetRequiredPackagesResponse()

    def GetRequiredPlugins(
        self, request: language_pb2.GetRequiredPluginsRequest, context: Context
    ) -> language_pb2.GetRequiredPluginsResponse:
        """None, as above."""
        return language_pb2.GetRequiredPluginsResponse()

    def GetProgramDependencies(
        self, request: language_pb2.GetProgramDependenciesRequest, context: Context
    ) -> language_pb2.GetProgramDependenciesResponse:
        """Every distribution in the environment."""
        return language_pb2.GetProgramDependenciesResponse(
            dependencies=[
                language_pb2.DependencyInfo(name=found.name, version=found.version)
                for found in metadata.distributions()
            ]
        )

    def About(self, request: language_pb2.AboutRequest, context: Context) -> language_pb2.AboutResponse:
        """The interpreter, for `pulumi about`."""
        return language_pb2.AboutResponse(executable=sys.executable, version=sys.version.split()[0])

    def InstallDependencies(
        self, request: language_pb2.InstallDependenciesRequest, context: Context
    ) -> Iterator[language_pb2.InstallDependenciesResponse]:
        """Nothing to do, so nothing to say."""
        return iter(())

    def Cancel(self, request: empty_pb2.Empty, context: Context) -> empty_pb2.Empty:
        """The engine cancels the calls themselves; the children end with them."""
        return empty_pb2.Empty()

    def Run(self, request: language_pb2.RunRequest, context: Context) -> language_pb2.RunResponse:
        """Runs the program to its end; its output goes to the engine's."""
        environment = {
            **os.environ,
            "PULUMI_CONFIG": json.dumps(dict(request.config)),
            "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys)),
        }
        command = program_command(request, self._launcher, self._engine_address)
        # The engine goes on reading this process's output, and shows it as the program's.
        program = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)
        self._end_with_call(program, context)
        return outcome(program.wait())

    def RunPlugin(
        self, request: language_pb2.RunPluginRequest, context: Context
    ) -> Iterator[language_pb2.RunPluginResponse]:
        """Runs a policy pack until the engine cancels the call, and passes its output on as it comes."""
        if request.kind != "analyzer":
            context.abort(
                grpc.StatusCode.UNIMPLEMENTED, f"a Python plugin of kind {request.kind!r} can't run here"
            )
        environment = {**os.environ, **dict(entry.split("=", 1) for entry in request.env)}
        pack = request.info.program_directory
        plugin = subprocess.Popen(
            [sys.executable, "-u", "-m", "pulumi.policy", *request.args, pack],
            cwd=pack,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=sys.stderr,
        )
        self._end_with_call(plugin, context)
        assert plugin.stdout is not None  # noqa: S101  (it was asked for)
        yield from (language_pb2.RunPluginResponse(stdout=block) for block in blocks(plugin.stdout))
        yield language_pb2.RunPluginResponse(exitcode=plugin.wait())

    def _end_with_call(self, child: subprocess.Popen[bytes], context: Context) -> None:
        """A cancelled call ends its child; add_callback is False where the call is over already."""
        self._children.append(child)
        if not context.add_callback(child.terminate):
            child.terminate()


def program_command(request: language_pb2.RunRequest, launcher: Path, engine_address: str) -> list[str]:
    """The launcher's command line for a program."""
    options = {
        "--monitor": request.monitor_address,
        "--engine": engine_address,
        "--project": request.project,
        "--stack": request.stack,
        "--organization": request.organization,
        "--pwd": request.pwd,
        "--parallel": str(request.parallel),
        "--root_directory": request.info.root_directory,
        "--dry_run": "true" if request.dryRun else "",
    }
    given = [word for option, value in options.items() if value for word in (option, value)]
    program = Path(request.info.program_directory) / request.info.entry_point
    return [sys.executable, "-u", str(launcher), *given, str(program), *request.args]


def outcome(exit_code: int) -> language_pb2.RunResponse:
    """What the engine is told about a program that has ended."""
    if exit_code == SHOWN_ALREADY:
        return language_pb2.RunResponse(bail=True)
    return language_pb2.RunResponse(
        error=f"the program ended with exit code {exit_code}" if exit_code else ""
    )


def blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """What a stream gives, as soon as it gives it: the engine waits for the plugin's first line."""
    while block := os.read(stream.fileno(), _STREAM_BLOCK):
        yield block


def serve(engine_address: str, launcher: Path) -> NoReturn:
    """Serve until a signal comes or the engine is gone, however it went."""
    engine = os.getppid()
    host = LanguageHost(engine_address, launcher)
    limits = [
        ("grpc.max_receive_message_length", MESSAGE_BYTES),
        ("grpc.max_send_message_length", MESSAGE_BYTES),
    ]
    server = grpc.server(ThreadPoolExecutor(max_workers=8), options=limits)
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(host, server)
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: host.leave())
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    while os.getppid() == engine:
        time.sleep(1)
    host.leave()


if __name__ == "__main__":
    serve(engine_address=sys.argv[-1], launcher=Path(sys.argv[1]))
