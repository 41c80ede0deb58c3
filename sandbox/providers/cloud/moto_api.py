"""moto in this process: clients for the providers, and an HTTP endpoint on the same backends for people."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from moto import mock_aws
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server

from sandbox.providers.cloud.world import World

ACCOUNT = "123456789012"
"""The account that moto answers for."""


def start_moto() -> None:
    """Routes every boto3 client of this process to moto, with AWS's own IAM policies loaded."""
    mock_aws(
        config={
            "core": {"mock_credentials": True, "reset_boto3_session": True},
            "iam": {"load_aws_managed_policies": True},
        }
    ).start()


@functools.cache
def client(service: str, region: str) -> Any:  # noqa: ANN401 - arguments are built from a program's own words
    """A boto3 client for moto; making one costs 10 ms or more, so each is made once."""
    return boto3.client(service, region_name=region, config=Config(retries={"total_max_attempts": 1}))


@dataclass(frozen=True)
class Endpoint:
    """The HTTP endpoint for ``aws --endpoint-url`` and boto3."""

    url: str
    stop: Callable[[], None]


def serve_endpoint(world: World) -> Endpoint:
    """Serves moto on a free port of 127.0.0.1, one call at a time, in a thread of its own."""
    application = DomainDispatcherApplication(create_backend_app)

    def one_at_a_time(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 - WSGI
        with world.held(mutates=environ["REQUEST_METHOD"] != "GET"):
            return list(application(environ, start_response))

    server = make_server("127.0.0.1", 0, one_at_a_time, threaded=True, request_handler=MotoRequestHandler)
    threading.Thread(target=server.serve_forever, name="endpoint", daemon=True).start()
    return Endpoint(f"http://127.0.0.1:{server.server_port}", server.shutdown)
