"""The Kubernetes API as JSON: the official client's connection, credentials and retries of tokens, no models.

Models cost milliseconds a node to build, and pitstop reads a handful of fields.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Mapping
from typing import Any, TypeAlias

import aiohttp
from kubernetes_asyncio import config
from kubernetes_asyncio.client import ApiClient, ApiException, Configuration

Json: TypeAlias = dict[str, Any]

MERGE = "application/merge-patch+json"
STRATEGIC = "application/strategic-merge-patch+json"
REQUEST_TIMEOUT = 10.0
"""Seconds for one answer; a watch is longer."""
EVICTION_TIMEOUT = 20.0
"""Seconds for an eviction: an API server tries one that meets a conflict 20 times, half a second apart and up
to 10 % more (EvictionsRetry in Kubernetes' pkg/registry/core/pod/storage), before it says so."""
_SILENCE = 150.0
"""Seconds without a byte after which a watch is taken for dead; the server sends a bookmark every minute."""
_PAGE_SILENCE = 60.0
"""Seconds without a byte after which a page of a list is given up; the page may be of any length."""
_PAGE = aiohttp.ClientTimeout(total=None, sock_connect=REQUEST_TIMEOUT, sock_read=_PAGE_SILENCE)


class RefusedError(Exception):
    """The API server said no. ``retry_after`` is in seconds, where it named a time."""

    def __init__(self, status: int, message: str, retry_after: float | None = None) -> None:
        super().__init__(f"{status}: {message}")
        self.status = status
        self.message = message
        self.retry_after = retry_after


class AwayError(Exception):
    """No answer: whether the request was carried out is not known."""


class Api:
    """One connection pool. Every method raises RefusedError or AwayError, and nothing else."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    async def get(self, path: str, query: Mapping[str, str] | None = None) -> Json:
        """Read one object, or one page of a list."""
        return await self._send("GET", path, query=query)

    async def patch(self, path: str, body: Json, content_type: str = MERGE) -> Json:
        """Change one object; returns it whole."""
        return await self._send("PATCH", path, body, content_type=content_type)

    async def create(self, path: str, body: Json) -> Json:
        """Create an object in the collection ``path``, or a subresource."""
        return await self._send("POST", path, body)

    async def evict(self, path: str, body: Json) -> Json:
        """Create an Eviction; the API server may take its time to say no."""
        return await self._send("POST", path, body, seconds=EVICTION_TIMEOUT)

    async def delete(self, path: str, uid: str) -> Json:
        """Delete one object, if it is still the one with this uid."""
        return await self._send("DELETE", path, {"preconditions": {"uid": uid}})

    async def watch(self, path: str, query: Mapping[str, str], version: str) -> AsyncIterator[Json]:
        """The events of a collection after ``version``, bookmarks too, until the server ends the stream."""
        wanted = {**query, "watch": "true", "resourceVersion": version, "allowWatchBookmarks": "true"}
        timeout = aiohttp.ClientTimeout(sock_connect=REQUEST_TIMEOUT, sock_read=_SILENCE)
        response = await self._request("GET", path, query=wanted, timeout=timeout)
        try:
            async for line in response.content:
                yield json.loads(line)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise AwayError(f"the watch of {path} broke: {error!r}") from error
        finally:
            response.close()

    async def _send(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        *,
        query: Mapping[str, str] | None = None,
        content_type: str = "application/json",
        seconds: float = REQUEST_TIMEOUT,
    ) -> Json:
        page = query is not None and "limit" in query
        timeout = _PAGE if page else aiohttp.ClientTimeout(total=seconds)
        response = await self._request(
            method, path, body=body, query=query or {}, content_type=content_type, timeout=timeout
        )
        try:
            answer: Json = json.loads(await response.read())
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise AwayError(f"{method} {path}: {error!r}") from error
        return answer

    async def _request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str],
        timeout: aiohttp.ClientTimeout,
        body: Json | None = None,
        content_type: str = "application/json",
    ) -> aiohttp.ClientResponse:
        headers: dict[str, str] = {"Content-Type": content_type, "Accept": "application/json"}
        try:
            await self._client.update_params_for_auth(headers, [], ["BearerToken"])
            response: aiohttp.ClientResponse = await self._client.rest_client.request(
                method,
                f"{self._client.configuration.host}{path}",
                query_params=dict(query),
                headers=headers,
                body=body,
                _preload_content=False,
                _request_timeout=timeout,
            )
            if response.status >= 400:
                raise _refused(response, await response.read())
        except ApiException as error:
            raise RefusedError(error.status, str(error.reason)) from error
        except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError, OSError) as error:
            raise AwayError(f"{method} {path}: {error!r}") from error
        return response


def _refused(response: aiohttp.ClientResponse, body: bytes) -> RefusedError:
    try:
        message = str(json.loads(body)["message"])
    except (ValueError, KeyError, TypeError):
        message = body.decode(errors="replace").strip()
    after = response.headers.get("Retry-After", "")
    return RefusedError(response.status, message, float(after) if after.isdigit() else None)


async def connect() -> ApiClient:
    """A client with the service account of the pod, or else with the kubeconfig of the environment."""
    configuration = Configuration()
    if "KUBERNETES_SERVICE_HOST" in os.environ:
        config.load_incluster_config(client_configuration=configuration)  # type: ignore[no-untyped-call]
    else:
        await config.load_kube_config(client_configuration=configuration)
    return ApiClient(configuration)
