"""The AWS side of the laboratory: moto's real EC2 and Auto Scaling APIs, with a log of requests."""

from __future__ import annotations

import functools
import io
import json
import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from lab.process import free_port

if TYPE_CHECKING:
    from mypy_boto3_autoscaling import AutoScalingClient
    from mypy_boto3_ec2 import EC2Client

REGION = "eu-west-1"
INSIDER = "AKIALABORATORY"
"""The access key of the laboratory itself: its calls are neither logged nor refused."""

_JSON = "application/x-amz-json-1.1"
_REFUSAL = (
    "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
    "<Message>{text}</Message></Error></ErrorResponse>"
)


@dataclass(frozen=True)
class Call:
    """One request that an engine made: the API's action, and its parameters as text."""

    action: str
    parameters: dict[str, str]
    allowed: bool = True


@dataclass
class LocalAws:
    """moto on a port of 127.0.0.1; a context manager.

    ``denied`` holds actions, such as ``RebootInstances``, that are answered with AccessDenied.
    """

    calls: list[Call] = field(default_factory=list)
    denied: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._app = DomainDispatcherApplication(create_backend_app)
        self._server = make_server("127.0.0.1", free_port(), self._serve, threaded=True)
        threading.Thread(target=self._server.serve_forever, name="moto", daemon=True).start()

    @property
    def endpoint(self) -> str:
        """The URL that AWS_ENDPOINT_URL takes."""
        return f"http://127.0.0.1:{self._server.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What an AWS SDK reads to talk to this AWS, as an engine of its own would."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "AKIAENGINE",
            "AWS_SECRET_ACCESS_KEY": "laboratory",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def ec2(self) -> EC2Client:
        """A client of the laboratory's own."""
        return _session().client("ec2", endpoint_url=self.endpoint)

    def auto_scaling(self) -> AutoScalingClient:
        """A client of the laboratory's own."""
        return _session().client("autoscaling", endpoint_url=self.endpoint)

    def close(self) -> None:
        """Stop the server."""
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _serve(self, request: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        body = request["wsgi.input"].read(int(request.get("CONTENT_LENGTH") or 0))
        request["wsgi.input"] = io.BytesIO(body)
        action, values = _read(request, body)
        if INSIDER in request.get("HTTP_AUTHORIZATION", ""):
            return self._answer(request, start)
        allowed = action not in self.denied
        if not allowed:
            answer: Iterable[bytes] = [_refuse(request, action, start)]
        else:
            answer = self._answer(request, start)
        # Only now: whoever reads of a call finds it done.
        self.calls.append(Call(action, values, allowed))
        return answer

    def _answer(self, request: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        answer: Iterable[bytes] = self._app(request, start)
        return answer


def _read(request: Mapping[str, Any], body: bytes) -> tuple[str, dict[str, str]]:
    """The action and its parameters, in the query protocol (EC2, Auto Scaling) or in JSON (SSM)."""
    if "HTTP_X_AMZ_TARGET" in request:
        action = request["HTTP_X_AMZ_TARGET"].rpartition(".")[2]
        return action, {key: _flat(value) for key, value in json.loads(body).items()}
    values = {key: value[0] for key, value in parse_qs(body.decode()).items()}
    return values.pop("Action", ""), values


def _flat(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(_flat, value))
    return json.dumps(value) if isinstance(value, dict) else str(value)


def _refuse(request: Mapping[str, Any], action: str, start: Callable[..., Any]) -> bytes:
    text = f"User is not authorized to perform: {action}"
    if "HTTP_X_AMZ_TARGET" in request:
        start("400 Bad Request", [("Content-Type", _JSON)])
        return json.dumps({"__type": "AccessDeniedException", "Message": text}).encode()
    start("403 Forbidden", [("Content-Type", "text/xml")])
    return _REFUSAL.format(text=text).encode()


@functools.cache
def _session() -> boto3.Session:
    """One for all: each reads EC2's description anew, which takes half a second."""
    return boto3.Session(INSIDER, "laboratory", region_name=REGION)
