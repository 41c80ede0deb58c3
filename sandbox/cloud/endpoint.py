"""The HTTP endpoint for people: moto's own server on the same backends, and the inventory."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server

from sandbox.cloud.records import Records
from sandbox.cloud.shared_state import SharedState
from sandbox.daemon import INVENTORY_PATH


@dataclass(frozen=True)
class Endpoint:
    """What ``aws --endpoint-url`` and boto3 take."""

    url: str
    stop: Callable[[], None]


def serve_endpoint(shared: SharedState, inventory: Callable[[Records], dict[str, list[str]]]) -> Endpoint:
    """Serves on a free port of 127.0.0.1, one call at a time, in a thread of its own."""
    moto = DomainDispatcherApplication(create_backend_app)

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 - WSGI
        if environ["PATH_INFO"] == INVENTORY_PATH:
            with shared.held(mutates=False):
                body = json.dumps(inventory(shared.records)).encode()
            start_response("200 OK", [("Content-Type", "application/json")])
            return [body]
        with shared.held(mutates=environ["REQUEST_METHOD"] != "GET"):
            return list(moto(environ, start_response))

    server = make_server("127.0.0.1", 0, answer, threaded=True, request_handler=MotoRequestHandler)
    threading.Thread(target=server.serve_forever, name="endpoint", daemon=True).start()
    return Endpoint(f"http://127.0.0.1:{server.server_port}", server.shutdown)
