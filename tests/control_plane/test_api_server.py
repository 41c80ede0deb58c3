"""A real API server answers as the fake one of pitstop's unit tests does, and as pitstop needs it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from kubernetes_asyncio import config
from kubernetes_asyncio.client import ApiClient, Configuration

from lab.control_plane import ControlPlane
from lab.lab import Lab
from pitstop.shell.api import Api, AwayError, RefusedError
from tests.api_server_cases import CASES, NODES

pytestmark = pytest.mark.xdist_group("loop-1")


def asked(plane: ControlPlane, question: Callable[[Api], Awaitable[None]]) -> None:
    """Ask the plane's API server as its administrator."""

    async def work() -> None:
        configuration = Configuration()
        await config.load_kube_config(str(plane.kubeconfig()), client_configuration=configuration)
        async with ApiClient(configuration) as client:
            await question(Api(client))

    asyncio.run(work())


def test_a_real_api_server_answers_as_the_fake_one(lab: Lab) -> None:
    async def question(api: Api) -> None:
        for case in CASES:
            await case(api)

    asked(lab.plane, question)


def test_a_server_that_has_forgotten_the_past_says_410_and_one_that_is_gone_says_nothing(
    lab: Lab, plane: ControlPlane
) -> None:
    codes = []

    async def watch(api: Api) -> None:
        try:
            async with asyncio.timeout(60):
                async for event in api.watch(NODES, {}, "1"):
                    codes.append(event["object"].get("code"))
                    break
        except RefusedError as refused:
            codes.append(refused.status)

    async def get(api: Api) -> None:
        with pytest.raises(AwayError):
            await api.get(NODES)

    lab.pool("a", 1)
    plane.stop_api_server()
    asked(plane, get)
    plane.start_api_server()
    asked(plane, watch)
    assert codes == [410]
