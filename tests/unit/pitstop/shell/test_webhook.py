"""The webhook's client against a real HTTP server on loopback."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from pitstop.remedies.target import Answer, AnswerStatus, WebhookError
from pitstop.remedy_settings import WebhookSettings
from pitstop.shell.webhook import Webhook
from tests.unit.pitstop.clocks import JumpingClock

Reply = Callable[[], Awaitable[web.Response]]
DOCUMENT = {"version": 1, "id": "n0/then"}


def reply(
    status: int = 200, text: str = '{"status": "accepted", "reason": "ticket 7"}', **headers: str
) -> Reply:
    async def answer() -> web.Response:
        return web.Response(status=status, text=text, headers=headers)

    return answer


async def late() -> web.Response:
    await asyncio.sleep(0.5)
    return web.Response()


@dataclass
class Asked:
    """What came of a question: the answer, what the server saw, and how long was waited between tries."""

    answer: Answer | str
    requests: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)


def ask(replies: Sequence[Reply], secret: str | None = None, **settings: Any) -> Asked:
    """Ask a server that gives ``replies`` one after the other."""
    return asyncio.run(_ask(list(replies), secret, settings))


async def _ask(replies: list[Reply], secret: str | None, settings: dict[str, Any]) -> Asked:
    asked, clock = Asked(""), JumpingClock()

    async def handle(request: web.Request) -> web.Response:
        asked.requests.append((request.path, dict(request.headers), await request.json()))
        return await replies.pop(0)()

    app = web.Application()
    app.router.add_post("/{path}", handle)
    runner = web.AppRunner(app, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    given = WebhookSettings.model_validate(
        {"url": f"http://127.0.0.1:{port}/nodes", "insecure": True, **settings}
    )
    try:
        asked.answer = await Webhook(given, "lab", secret, clock).ask(DOCUMENT)
    except WebhookError as error:
        asked.answer = str(error)
    finally:
        await runner.cleanup()
    asked.slept = clock.slept
    return asked


def test_the_document_is_posted_as_json_with_the_clusters_name_and_the_secret() -> None:
    asked = ask([reply()], secret="s3cret")
    assert asked.answer == Answer(AnswerStatus.ACCEPTED, "ticket 7")
    ((path, headers, body),) = asked.requests
    assert (path, body) == ("/nodes", {**DOCUMENT, "cluster": "lab"})
    assert (headers["Content-Type"], headers["Authorization"]) == ("application/json", "Bearer s3cret")


def test_without_a_secret_none_is_sent() -> None:
    ((_, headers, _),) = ask([reply()]).requests
    assert "Authorization" not in headers


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_is_busy_is_asked_again_with_growing_waits(status: int) -> None:
    asked = ask([reply(status), reply(status), reply(202)])
    assert asked.answer == Answer(AnswerStatus.ACCEPTED, "ticket 7")
    assert asked.slept == [1.0, 2.0]
    assert len({json.dumps(body) for _, _, body in asked.requests}) == 1


def test_it_is_given_up_after_the_last_try() -> None:
    asked = ask([reply(503)] * 4)
    assert asked.answer == "the webhook gave no answer in 4 tries: status 503"
    assert asked.slept == [1.0, 2.0, 4.0]


def test_the_longest_wait_is_a_setting() -> None:
    assert ask([reply(503)] * 5, attempts=5, longestRetry="3s").slept == [1.0, 2.0, 3.0, 3.0]


def test_a_server_that_does_not_answer_in_time_is_given_up() -> None:
    asked = ask([late, late], attempts=2, requestTimeout="50ms")
    assert asked.answer == "the webhook gave no answer in 2 tries: TimeoutError()"


@pytest.mark.parametrize("status", [400, 401, 404])
def test_a_server_that_does_not_want_the_request_is_not_asked_again(status: int) -> None:
    asked = ask([reply(status)])
    assert (asked.answer, asked.slept) == (f"the webhook answered with status {status}", [])


def test_a_redirect_is_not_followed() -> None:
    asked = ask([reply(307, "", Location="/other")])
    assert asked.answer == "the webhook answered with status 307"
    assert len(asked.requests) == 1


@pytest.mark.parametrize("text", ["", "ok", "[]", "{}", '{"status": "maybe"}'])
def test_an_answer_of_another_shape_is_an_error_that_says_the_shape(text: str) -> None:
    assert ask([reply(text=text)]).answer == (
        f"the webhook answered {text!r}: it must be JSON like "
        '{"status": "accepted", "reason": "..."}, with a status of accepted, done, refused'
    )


def test_an_answer_without_end_is_not_read() -> None:
    assert ask([reply(text="x" * 70_000)]).answer == "the webhook answered with more than 65536 bytes"


def test_a_long_reason_is_cut() -> None:
    answer = ask([reply(text=json.dumps({"status": "done", "reason": "x" * 5_000}))]).answer
    assert answer == Answer(AnswerStatus.DONE, "x" * 200)


def test_a_server_that_is_not_there_is_given_up() -> None:
    settings = WebhookSettings(url="http://127.0.0.1:9/nodes", insecure=True, attempts=2)
    with pytest.raises(WebhookError, match="the webhook gave no answer in 2 tries: ClientConnectorError"):
        asyncio.run(Webhook(settings, "lab", None, JumpingClock()).ask(DOCUMENT))
