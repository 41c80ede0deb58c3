"""The process: three providers and an endpoint on loopback, one shared state behind them, and its
snapshot on disk."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import grpc
import grpc.aio
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS
from pulumi.runtime.proto import provider_pb2_grpc

from sandbox.aws import catalogue
from sandbox.aws.inventory import inventory
from sandbox.aws.provider import AwsProvider
from sandbox.cloud import snapshot
from sandbox.cloud.endpoint import serve_endpoint
from sandbox.cloud.moto_api import client, start_moto
from sandbox.cloud.shared_state import SharedState
from sandbox.daemon import ADDRESS_FILE
from sandbox.eks.service import EksService
from sandbox.kubernetes.provider import KubernetesProvider
from sandbox.wire.servicer import ProviderService

SNAPSHOT_FILE: Final = "world.pickle"
_LOG = logging.getLogger(__name__)
_IDLE_SECONDS = 4 * 3600
_TICK_SECONDS = 0.5
_THREADS = 16


def serve(state: Path, project: Path) -> None:
    """Serves until SIGTERM, SIGINT or hours of idleness; writes ``daemon.json`` once everything answers."""
    state.mkdir(parents=True, exist_ok=True)
    catalogue.load()
    start_moto()
    shared = SharedState()
    snapshot.load(state / SNAPSHOT_FILE, shared.records)
    # moto reads its data on the first call, which takes a second or two: better now than in a preview.
    client("ec2", "us-east-1").describe_availability_zones()
    asyncio.run(_serve(state, project, shared))


async def _serve(state: Path, project: Path, shared: SharedState) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="provider")
    plain: dict[str, provider_pb2_grpc.ResourceProviderServicer] = {
        "aws": ProviderService(AwsProvider(shared.records), shared, version("pulumi-aws")),
        "kubernetes": ProviderService(
            KubernetesProvider(shared.records, project), shared, version("pulumi-kubernetes")
        ),
    }
    servers: list[Any] = []
    ports: dict[str, int] = {}
    for name, service in plain.items():
        server = grpc.server(pool, options=_GRPC_CHANNEL_OPTIONS)
        provider_pb2_grpc.add_ResourceProviderServicer_to_server(service, server)
        ports[name] = server.add_insecure_port("127.0.0.1:0")
        server.start()
        servers.append(server)
    component = grpc.aio.server(options=_GRPC_CHANNEL_OPTIONS)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(EksService(version("pulumi-eks")), component)
    ports["eks"] = component.add_insecure_port("127.0.0.1:0")
    await component.start()
    endpoint = serve_endpoint(shared, inventory)
    _announce(state, ports, endpoint.url)
    try:
        await _keep_saved(state, shared, stopping)
    finally:
        (state / ADDRESS_FILE).unlink(missing_ok=True)
        for server in servers:
            server.stop(grace=1).wait()
        await component.stop(grace=1)
        endpoint.stop()
        snapshot.save(state / SNAPSHOT_FILE, shared.records)


async def _keep_saved(state: Path, shared: SharedState, stopping: asyncio.Event) -> None:
    """Saves shortly after each change, while calls go on; returns when it is time to stop."""
    saved = shared.version
    while not stopping.is_set() and time.monotonic() - shared.touched < _IDLE_SECONDS:
        try:
            await asyncio.wait_for(stopping.wait(), _TICK_SECONDS)
        except TimeoutError:
            if shared.version != saved and shared.quiet():
                saved = await asyncio.to_thread(_save, state, shared)


def _save(state: Path, shared: SharedState) -> int:
    with shared.held(mutates=False):
        snapshot.save(state / SNAPSHOT_FILE, shared.records)
        return shared.version


def _announce(state: Path, ports: dict[str, int], endpoint: str) -> None:
    partial = state / f"{ADDRESS_FILE}.partial"
    partial.write_text(json.dumps({"pid": os.getpid(), "ports": ports, "endpoint": endpoint}))
    partial.replace(state / ADDRESS_FILE)
    _LOG.info("serving %s, endpoint %s", ports, endpoint)
