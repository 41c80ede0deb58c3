"""HTTP server: /metrics for Prometheus, /healthz and /readyz for the kubelet."""

from __future__ import annotations

import logging
from collections.abc import Callable

from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

_log = logging.getLogger(__name__)


async def serve(
    port: int, registry: CollectorRegistry, alive: Callable[[], bool], ready: Callable[[], bool]
) -> web.AppRunner:
    """Answer on ``port`` of every address until the returned runner is cleaned up."""

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def healthz(_: web.Request) -> web.Response:
        return _answer(good=alive())

    async def readyz(_: web.Request) -> web.Response:
        return _answer(good=ready())

    app = web.Application()
    app.add_routes([web.get("/metrics", metrics), web.get("/healthz", healthz), web.get("/readyz", readyz)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, port=port).start()
    _log.info("listening", extra={"addresses": runner.addresses})
    return runner


def _answer(*, good: bool) -> web.Response:
    return web.Response(text="ok" if good else "no", status=200 if good else 503)
