"""A small client of the Kubernetes API: JSON in, JSON out, errors with the server's own words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import requests

Json: TypeAlias = dict[str, Any]

PATCH_TYPES = {
    "merge": "application/merge-patch+json",
    "strategic": "application/strategic-merge-patch+json",
}


class ApiError(RuntimeError):
    """The API server refused; ``status`` is the HTTP status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status}: {message}")
        self.status = status


@dataclass(frozen=True)
class Login:
    """Where an API server is and who asks: all that a client needs."""

    server: str
    ca_file: Path
    token: str

    def kubeconfig(self, namespace: str = "default") -> str:
        """The same as a kubeconfig file's text (JSON, which is YAML)."""
        return json.dumps(
            {
                "apiVersion": "v1",
                "kind": "Config",
                "clusters": [
                    {
                        "name": "lab",
                        "cluster": {"server": self.server, "certificate-authority": str(self.ca_file)},
                    }
                ],
                "users": [{"name": "lab", "user": {"token": self.token}}],
                "contexts": [
                    {"name": "lab", "context": {"cluster": "lab", "user": "lab", "namespace": namespace}}
                ],
                "current-context": "lab",
            }
        )


class LabApi:
    """One user's view of an API server. Paths are the API's own, such as ``/api/v1/nodes``.

    Every method raises ApiError where the server refuses, and requests.ConnectionError where it is away.
    """

    def __init__(self, login: Login) -> None:
        self.login = login
        self._session = requests.Session()
        self._session.verify = str(login.ca_file)
        self._session.trust_env = False
        self._session.headers["Authorization"] = f"Bearer {login.token}"
        self._session.mount("https://", requests.adapters.HTTPAdapter(pool_connections=1, pool_maxsize=16))

    def get(self, path: str, **query: str) -> Json:
        """Read one object or a whole list."""
        return self._send("GET", path, query=query)

    def items(self, path: str, **query: str) -> list[Json]:
        """Read a list's items."""
        items: list[Json] = self.get(path, **query)["items"]
        return items

    def exists(self, path: str) -> bool:
        """Whether the object is there."""
        try:
            self.get(path)
        except ApiError as error:
            if error.status == 404:
                return False
            raise
        return True

    def create(self, path: str, body: Json) -> Json:
        """Create an object in the collection ``path``."""
        return self._send("POST", path, body)

    def patch(self, path: str, body: Json, kind: Literal["merge", "strategic"] = "merge") -> Json:
        """Patch one object."""
        return self._send("PATCH", path, body, content_type=PATCH_TYPES[kind])

    def delete(self, path: str, body: Json | None = None, **query: str) -> Json:
        """Delete one object, or what ``query`` selects of a collection."""
        return self._send("DELETE", path, body, query=query)

    def watch(self, path: str, version: str, timeout: int = 300) -> Iterator[Json]:
        """Yield a collection's watch events from ``version`` on, until the server ends the stream."""
        query = {"watch": "1", "resourceVersion": version, "timeoutSeconds": str(timeout)}
        with self._session.get(
            self.login.server + path, params=query, stream=True, timeout=(5, timeout + 5)
        ) as answer:
            _raise_for(answer)
            for line in answer.iter_lines(chunk_size=65536):
                event: Json = json.loads(line)
                yield event

    def _send(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        *,
        query: dict[str, str] | None = None,
        content_type: str = "application/json",
    ) -> Json:
        answer = self._session.request(
            method,
            self.login.server + path,
            params=query,
            data=None if body is None else json.dumps(body),
            headers={"Content-Type": content_type},
            timeout=30,
        )
        _raise_for(answer)
        result: Json = answer.json()
        return result


def _raise_for(answer: requests.Response) -> None:
    if answer.ok:
        return
    try:
        message = str(answer.json()["message"])
    except (ValueError, KeyError):
        message = answer.text.strip()
    raise ApiError(answer.status_code, message)
