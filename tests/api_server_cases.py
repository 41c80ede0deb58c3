"""How an API server answers what pitstop asks: cases that hold for a real one and for the fake one alike.

Each is a coroutine that takes an Api, whose cluster has the namespace ``default``, and asserts.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable

import pytest

from pitstop.model import Phase, Record
from pitstop.shell.api import STRATEGIC, Api, Json, RefusedError
from pitstop.shell.codec import condition_patch, cordon_patch

NODES = "/api/v1/nodes"
PODS = "/api/v1/namespaces/default/pods"
BUDGETS = "/apis/policy/v1/namespaces/default/poddisruptionbudgets"
MAPS = "/api/v1/namespaces/default/configmaps"
RECORD = Record(Phase.CORDONED, 1_700_000_000.0, 1_700_000_000.0, "KernelDeadlock=True,1m", 1_700_000_000.0)


def _name() -> str:
    return f"case-{secrets.token_hex(6)}"


async def _node(api: Api, **metadata: object) -> Json:
    body: Json = {"kind": "Node", "apiVersion": "v1", "metadata": {"name": _name(), **metadata}, "spec": {}}
    return await api.create(NODES, body)


async def _pod(api: Api) -> Json:
    name = _name()
    return await api.create(
        PODS,
        {
            "kind": "Pod",
            "apiVersion": "v1",
            "metadata": {"name": name, "labels": {"case": name}},
            "spec": {"containers": [{"name": "main", "image": "registry.example/pause"}]},
        },
    )


async def _status(work: Awaitable[object]) -> int:
    with pytest.raises(RefusedError) as refused:
        await work
    return refused.value.status


def _path(item: Json, collection: str = NODES) -> str:
    return f"{collection}/{item['metadata']['name']}"


async def what_is_not_there_is_404(api: Api) -> None:
    path = f"{NODES}/{_name()}"
    assert await _status(api.get(path)) == 404
    assert await _status(api.patch(path, {"spec": {"unschedulable": True}})) == 404
    assert await _status(api.delete(path, "none")) == 404


async def a_patch_at_an_older_version_than_the_last_is_409(api: Api) -> None:
    node = await _node(api)
    after = await _marked(api, node, RECORD)
    assert after["spec"]["unschedulable"] is True
    assert after["metadata"]["annotations"]["pitstop/reason"] == "Cordoned: why"
    version = int(node["metadata"]["resourceVersion"])
    assert int(after["metadata"]["resourceVersion"]) > version
    assert await _status(api.patch(_path(node), cordon_patch(None, "", version))) == 409


async def _marked(api: Api, node: Json, record: Record | None) -> Json:
    """The node with pitstop's marks, or without; real controllers change it meanwhile."""
    while True:
        version = int((await api.get(_path(node)))["metadata"]["resourceVersion"])
        try:
            return await api.patch(_path(node), cordon_patch(record, "why", version))
        except RefusedError as refused:
            if refused.status != 409:
                raise


async def a_null_takes_a_field_away(api: Api) -> None:
    node = await _node(api)
    await _marked(api, node, RECORD)
    back = await _marked(api, node, None)
    assert "unschedulable" not in back["spec"]
    assert not [key for key in back["metadata"].get("annotations", {}) if key.startswith("pitstop/")]


async def a_patch_that_changes_nothing_makes_no_new_version(api: Api) -> None:
    path = _path(await api.create(MAPS, {"metadata": {"name": _name()}}), MAPS)
    after = await api.patch(path, {"data": {"memory": "text"}})
    again = await api.patch(path, {"data": {"memory": "text"}})
    assert again["metadata"]["resourceVersion"] == after["metadata"]["resourceVersion"]


async def a_condition_of_the_status_is_merged_by_its_type(api: Api) -> None:
    node = await _node(api)
    path = f"{_path(node)}/status"
    await api.patch(path, {"status": {"conditions": [_odd("True")]}}, STRATEGIC)
    await api.patch(path, condition_patch("Cordoned", "why", 1_700_000_000.0), STRATEGIC)
    after = await api.patch(path, {"status": {"conditions": [_odd("False")]}}, STRATEGIC)
    found = {each["type"]: each["status"] for each in after["status"]["conditions"]}
    assert {"Odd": "False", "PitstopRemediation": "True"}.items() <= found.items()


def _odd(status: str) -> Json:
    moment = "2023-11-14T22:13:20Z"
    return {
        "type": "Odd",
        "status": status,
        "reason": "Case",
        "message": "",
        "lastHeartbeatTime": moment,
        "lastTransitionTime": moment,
    }


async def what_is_there_is_not_created_again(api: Api) -> None:
    node = await _node(api)
    body: Json = {"kind": "Node", "apiVersion": "v1", "metadata": {"name": node["metadata"]["name"]}}
    assert await _status(api.create(NODES, body)) == 409


async def a_deletion_names_the_object_that_it_means(api: Api) -> None:
    node = await _node(api)
    assert await _status(api.delete(_path(node), "another")) == 409
    answer = await api.delete(_path(node), node["metadata"]["uid"])
    assert answer["kind"] == "Status"
    assert await _status(api.get(_path(node))) == 404


async def a_finalizer_holds_what_is_deleted(api: Api) -> None:
    node = await _node(api, finalizers=["case.example.com/held"])
    answer = await api.delete(_path(node), node["metadata"]["uid"])
    assert answer["kind"] == "Node"
    held = await api.get(_path(node))
    assert held["metadata"]["deletionTimestamp"]
    changed = await _marked(api, node, RECORD)
    assert changed["spec"]["unschedulable"] is True
    await api.patch(_path(node), {"metadata": {"finalizers": None}})
    assert await _status(api.get(_path(node))) == 404


async def an_eviction_names_the_pod_that_it_means(api: Api) -> None:
    pod = await _pod(api)
    assert await _status(_evict(api, pod, uid="another")) == 409
    assert (await _evict(api, pod))["kind"] == "Status"
    missing: Json = {"metadata": {"name": _name(), "uid": "none"}}
    assert await _status(_evict(api, missing)) == 404


async def an_eviction_that_a_budget_forbids_is_429(api: Api) -> None:
    pod = await _pod(api)
    running = {"status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}}
    await api.patch(f"{_path(pod, PODS)}/status", running, STRATEGIC)
    await api.create(
        BUDGETS,
        {
            "kind": "PodDisruptionBudget",
            "apiVersion": "policy/v1",
            "metadata": {"name": pod["metadata"]["name"]},
            "spec": {"maxUnavailable": 0, "selector": {"matchLabels": pod["metadata"]["labels"]}},
        },
    )
    assert await _status(_evict(api, pod)) == 429
    assert "deletionTimestamp" not in (await api.get(_path(pod, PODS)))["metadata"]


async def _evict(api: Api, pod: Json, uid: str | None = None) -> Json:
    name = pod["metadata"]["name"]
    return await api.evict(
        f"{PODS}/{name}/eviction",
        {
            "apiVersion": "policy/v1",
            "kind": "Eviction",
            "metadata": {"name": name, "namespace": "default"},
            "deleteOptions": {"preconditions": {"uid": uid or pod["metadata"]["uid"]}},
        },
    )


async def a_long_list_comes_in_pages_of_one_version(api: Api) -> None:
    names = {(await api.create(MAPS, {"metadata": {"name": _name()}}))["metadata"]["name"] for _ in range(3)}
    query = {"limit": "2"}
    found: list[str] = []
    while True:
        page = await api.get(MAPS, query)
        found += [item["metadata"]["name"] for item in page["items"]]
        if not page["metadata"].get("continue"):
            break
        query["continue"] = page["metadata"]["continue"]
    assert names <= set(found)
    assert len(found) == len(set(found))


async def a_field_selector_takes_one_object_by_its_name(api: Api) -> None:
    made = [await api.create(MAPS, {"metadata": {"name": _name()}}) for _ in range(2)]
    page = await api.get(MAPS, {"fieldSelector": f"metadata.name={made[1]['metadata']['name']}"})
    assert [item["metadata"]["uid"] for item in page["items"]] == [made[1]["metadata"]["uid"]]


async def a_watch_tells_what_came_changed_and_went_since(api: Api) -> None:
    start = (await api.get(NODES))["metadata"]["resourceVersion"]
    node = await _node(api)
    await api.patch(_path(node), {"spec": {"unschedulable": True}})
    await api.delete(_path(node), node["metadata"]["uid"])
    told = []
    async with asyncio.timeout(30):
        async for event in api.watch(NODES, {}, start):
            if event["object"]["metadata"].get("name") == node["metadata"]["name"]:
                told.append(event)
            if event["type"] == "DELETED" and told:
                break
    kinds = [event["type"] for event in told]
    assert (kinds[0], {*kinds[1:-1]}, kinds[-1]) == ("ADDED", {"MODIFIED"}, "DELETED")
    versions = [int(event["object"]["metadata"]["resourceVersion"]) for event in told]
    assert versions == sorted(set(versions))
    assert versions[0] > int(start)


Case = Callable[[Api], Awaitable[None]]
CASES: tuple[Case, ...] = (
    what_is_not_there_is_404,
    a_patch_at_an_older_version_than_the_last_is_409,
    a_null_takes_a_field_away,
    a_patch_that_changes_nothing_makes_no_new_version,
    a_condition_of_the_status_is_merged_by_its_type,
    what_is_there_is_not_created_again,
    a_deletion_names_the_object_that_it_means,
    a_finalizer_holds_what_is_deleted,
    an_eviction_names_the_pod_that_it_means,
    an_eviction_that_a_budget_forbids_is_429,
    a_long_list_comes_in_pages_of_one_version,
    a_field_selector_takes_one_object_by_its_name,
    a_watch_tells_what_came_changed_and_went_since,
)
