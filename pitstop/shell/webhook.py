"""The webhook's client: posts a JSON document, tries again with growing waits, reads the answer."""

from __future__ import annotations

import json
from collections.abc import Mapping

import aiohttp

from pitstop.backoff import Backoff
from pitstop.remedies.target import Answer, AnswerStatus, WebhookError
from pitstop.remedy_settings import WebhookSettings
from pitstop.shell.clock import Clock

SECRET = "PITSTOP_WEBHOOK_SECRET"  # noqa: S105 - the name of a variable
"""Environment variable with the bearer token of the requests."""
_TRY_AGAIN = frozenset({408, 425, 429})
_LONGEST_ANSWER = 65536
_LONGEST_REASON = 200
_SHAPE = '{"status": "accepted", "reason": "..."}'


class _AwayError(Exception):
    """No usable answer, which may be another at the next try."""


class Webhook:
    """Asks about nodes of ``cluster``, with ``secret`` as a bearer token where there is one."""

    def __init__(self, settings: WebhookSettings, cluster: str, secret: str | None, clock: Clock) -> None:
        self._settings = settings
        self._cluster = cluster
        self._headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if secret:
            self._headers["Authorization"] = f"Bearer {secret}"
        self._clock = clock

    async def ask(self, document: Mapping[str, object]) -> Answer:
        """Post ``document`` and the cluster's name. Raises WebhookError."""
        settings = self._settings
        body = json.dumps({**document, "cluster": self._cluster}).encode()
        timeout = aiohttp.ClientTimeout(total=settings.request_timeout)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            return await self._insist(session, body)

    async def _insist(self, session: aiohttp.ClientSession, body: bytes) -> Answer:
        settings = self._settings
        backoff = Backoff(settings.first_retry, settings.longest_retry)
        wait: float | None = None
        tries = 0
        while True:
            tries += 1
            try:
                return await self._post(session, body)
            except _AwayError as error:
                if tries == settings.attempts:
                    raise WebhookError(f"the webhook gave no answer in {tries} tries: {error}") from error
            wait = backoff.after(wait)
            await self._clock.sleep(wait)

    async def _post(self, session: aiohttp.ClientSession, body: bytes) -> Answer:
        try:
            # A redirect could lead the secret to another host.
            async with session.post(
                self._settings.url, data=body, headers=self._headers, allow_redirects=False
            ) as response:
                if response.status in _TRY_AGAIN or response.status >= 500:
                    raise _AwayError(f"status {response.status}")
                if not response.ok or response.status >= 300:
                    raise WebhookError(f"the webhook answered with status {response.status}")
                return _answer(await _read(response))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _AwayError(repr(error)) from error


async def _read(response: aiohttp.ClientResponse) -> bytes:
    text = b""
    async for chunk in response.content.iter_any():
        text += chunk
        if len(text) > _LONGEST_ANSWER:
            raise WebhookError(f"the webhook answered with more than {_LONGEST_ANSWER} bytes")
    return text


def _answer(text: bytes) -> Answer:
    try:
        data = json.loads(text)
        return Answer(AnswerStatus(data["status"]), str(data.get("reason", ""))[:_LONGEST_REASON])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        told = text[:_LONGEST_REASON].decode(errors="replace")
        statuses = ", ".join(AnswerStatus)
        raise WebhookError(
            f"the webhook answered {told!r}: it must be JSON like {_SHAPE}, with a status of {statuses}"
        ) from error
