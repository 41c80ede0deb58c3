"""A whole replica on a fake API server in virtual time: the loop from the fault to the fresh node."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from pitstop.remedies.target import Answer, AnswerStatus, CommandResult
from pitstop.shell.api import AwayError, RefusedError
from tests.unit.pitstop.shell.clusters import EVENTS, LEASE, NODES, STATE, Cluster, passes, sample
from tests.unit.pitstop.virtual_time import run

Work = Callable[[], Coroutine[Any, Any, None]]


def test_a_sick_node_is_cordoned_drained_and_replaced_and_each_step_is_told_and_measured() -> None:
    async def work() -> None:
        cluster = Cluster()
        cluster.add_pod("web-0")
        async with cluster.pitstop() as replica:
            await passes(5)
            cluster.report()
            await passes(59)
            assert cluster.events() == []
            await passes(2)
            assert cluster.node()["spec"]["unschedulable"] is True
            await passes(100)
            assert cluster.events() == ["Cordoned", "DrainStarted", "Drained", "ReplacementRequested"]
            assert cluster.told("Replaced") == ["it replaces n0, whose fault began 2m10s ago"]
            assert cluster.cloud.asked() == [("terminate", "aws:///eu-west-1a/n0")]
            assert sample(replica, "pitstop_step_seconds_count", step="repair") == 1
            assert sample(replica, "pitstop_actions_total", step="Replace", result="done") == 1
            assert sample(replica, "pitstop_nodes", phase="Replacing") == 0

    run(work())


def test_the_wait_ends_at_its_time_and_not_at_the_next_look() -> None:
    async def work() -> None:
        cluster = Cluster()
        async with cluster.pitstop(tick="20s") as replica:
            await passes(3)
            cluster.report()
            await passes(60.1)
            assert cluster.events()[0] == "Cordoned"
            reaction = sample(replica, "pitstop_step_seconds_sum", step="reaction")
            assert reaction is not None
            assert reaction < 0.1

    run(work())


def test_what_is_decided_is_written_before_it_is_done() -> None:
    async def work() -> None:
        cluster = Cluster()
        async with cluster.pitstop():
            cluster.report()
            await passes(70)
        drain = next(
            index
            for index, request in enumerate(cluster.api.requests)
            if request.path == f"{NODES}/n0" and request.body and "Draining" in str(request.body)
        )
        written = [r.body for r in cluster.api.requests[:drain] if r.path == STATE and r.method == "PATCH"]
        assert any(body and '"node": "n0"' in body["data"]["memory"] for body in written)

    run(work())


def test_nothing_is_done_while_the_state_cannot_be_written() -> None:
    async def work() -> None:
        cluster = Cluster()
        async with cluster.pitstop():
            await passes(5)
            cluster.report()
            await passes(61)
            cluster.api.fail("PATCH", "pitstop-state", AwayError("no answer"), times=30)
            changed = len(cluster.api.changes(f"{NODES}/n0"))
            await passes(10)
            assert len(cluster.api.changes(f"{NODES}/n0")) == changed

    run(work())


@pytest.mark.parametrize("settings", [{"dryRun": True}, {}], ids=["dry run", "paused"])
def test_a_dry_run_and_a_pause_change_no_node_and_say_what_would_be_done(settings: dict[str, Any]) -> None:
    async def work() -> None:
        cluster = Cluster()
        if not settings:
            cluster.api.change(STATE, {"metadata": {"annotations": {"pitstop/pause": "upgrade"}}})
        async with cluster.pitstop(**settings) as replica:
            cluster.report()
            await passes(1500)
            assert cluster.api.changes(f"{NODES}/n0") == []
            assert cluster.cloud.calls == []
            reason = "DryRunCordon" if settings else "Paused"
            # Once when it begins, and again every ten minutes.
            assert cluster.events() == [reason] * 3
            paused = sample(replica, "pitstop_paused")
            assert paused == (0.0 if settings else 1.0)

    run(work())


def test_a_node_that_gets_well_in_its_drain_is_taken_back() -> None:
    async def work() -> None:
        cluster = Cluster()
        cluster.api.budgets["shop"] = 0
        cluster.add_pod("web-0")
        async with cluster.pitstop():
            cluster.report()
            await passes(90)
            cluster.report(status="False")
            await passes(700)
            assert cluster.events() == ["Cordoned", "DrainStarted", "DrainStopped", "Uncordoned"]
            assert "unschedulable" not in cluster.node()["spec"]
            assert cluster.node()["metadata"]["annotations"] == {}

    run(work())


def test_a_restart_that_helps_moves_no_pod() -> None:
    async def work() -> None:
        cluster = Cluster()
        cluster.add_pod("web-0")
        cluster.cloud.answers = [CommandResult(True, "")]
        async with cluster.pitstop(restart={"enabled": True}) as replica:
            cluster.report(condition="KubeletUnhealthy")
            await passes(310)
            cluster.report(condition="KubeletUnhealthy", status="False")
            await passes(700)
            assert cluster.cloud.asked() == [("systemctl restart kubelet", "aws:///eu-west-1a/n0")]
            assert cluster.events() == ["Cordoned", "ServiceRestarted", "Uncordoned"]
            assert cluster.told("ServiceRestarted") == ["KubeletUnhealthy=True,5m; kubelet restarted"]
            assert cluster.api.has("/api/v1/namespaces/shop/pods/web-0")
            assert sample(replica, "pitstop_actions_total", step="RestartService", result="done") == 1

    run(work())


def test_a_restart_that_cannot_be_done_is_told_and_followed_by_the_drain_at_once() -> None:
    async def work() -> None:
        cluster = Cluster()
        cluster.cloud.answers = [CommandResult(False, "SSM does not reach i-1")]
        async with cluster.pitstop(restart={"enabled": True}) as replica:
            cluster.report(condition="KubeletUnhealthy")
            await passes(310)
            assert cluster.events()[:3] == ["Cordoned", "RestartServiceNoHelp", "DrainStarted"]
            assert cluster.told("RestartServiceNoHelp") == ["SSM does not reach i-1"]
            assert sample(replica, "pitstop_actions_total", step="RestartService", result="no_help") == 1

    run(work())


def test_a_webhook_that_accepts_gets_its_time_and_then_the_node_is_replaced() -> None:
    async def work() -> None:
        cluster = Cluster()
        cluster.cloud.answers = [Answer(AnswerStatus.ACCEPTED, "ticket 7")]
        async with cluster.pitstop(webhook={"url": "https://repair.example.com"}):
            cluster.report()
            await passes(100)
            assert cluster.reason() == "WebhookAccepted: KernelDeadlock=True,1m"
            assert cluster.told("WebhookAnswered") == [
                "KernelDeadlock=True,1m; the webhook answered accepted: ticket 7"
            ]
            await passes(1750)
            assert [what for what, _ in cluster.cloud.asked()] == ["ask"]
            await passes(60)
            assert [what for what, _ in cluster.cloud.asked()] == ["ask", "terminate"]
            assert cluster.told("ReplacementRequested") == ["the webhook was no help"]

    run(work())


def test_a_webhook_that_refuses_is_followed_by_the_replacement_at_once() -> None:
    async def work() -> None:
        cluster = Cluster()
        cluster.cloud.answers = [Answer(AnswerStatus.REFUSED, "no spare")]
        async with cluster.pitstop(webhook={"url": "https://repair.example.com"}):
            cluster.report()
            await passes(70)
            assert [what for what, _ in cluster.cloud.asked()] == ["ask", "terminate"]
            assert cluster.told("AskWebhookNoHelp") == ["the webhook answered refused: no spare"]

    run(work())


def test_another_replica_takes_over_at_once_where_the_first_was_stopped_in_order() -> None:
    async def work() -> None:
        cluster = Cluster()
        async with cluster.pitstop("p1") as second:
            async with cluster.pitstop("p0"):
                await passes(3)
                leader = cluster.api.at(LEASE)["spec"]["holderIdentity"]
            await passes(3)
            assert leader in {"p0", "p1"}
            assert cluster.api.at(LEASE)["spec"]["holderIdentity"] == "p1"
            assert sample(second, "pitstop_leading") == 1

    run(work())


def test_a_replica_that_follows_does_nothing() -> None:
    async def work() -> None:
        cluster = Cluster()
        cluster.api.add(LEASE, {"spec": {"holderIdentity": "p9", "leaseDurationSeconds": 3600}})
        async with cluster.pitstop() as replica:
            cluster.report()
            await passes(300)
            assert cluster.api.changes(f"{NODES}/n0") == []
            assert not [request for request in cluster.api.requests if request.path == EVENTS]
            assert (sample(replica, "pitstop_leading"), replica.alive()) == (0, True)

    run(work())


def test_a_burst_of_news_is_one_look() -> None:
    async def work() -> None:
        cluster = Cluster(nodes=50)
        async with cluster.pitstop(tick="1h") as replica:
            await passes(10)
            before = sample(replica, "pitstop_tick_seconds_count")
            for number in range(40):
                cluster.report(f"n{number}")
            await passes(1)
            after = sample(replica, "pitstop_tick_seconds_count")
            assert before is not None
            assert after == before + 1

    run(work())


def test_an_event_that_is_not_taken_is_lost_and_nothing_else_is() -> None:
    async def work() -> None:
        cluster = Cluster()
        cluster.api.fail("POST", "/events", RefusedError(403, "no"), times=100)
        async with cluster.pitstop():
            cluster.report()
            await passes(200)
            assert cluster.cloud.asked() == [("terminate", "aws:///eu-west-1a/n0")]

    run(work())


def test_the_pods_of_a_machine_that_is_off_are_freed_and_of_one_that_runs_are_not() -> None:
    async def work() -> None:
        cluster = Cluster()
        cluster.add_pod("web-0")
        cluster.api.pods_end = False
        async with cluster.pitstop(replace={"strategy": "leave"}):
            cluster.report(condition="Ready", status="Unknown")
            await passes(1200)
            assert cluster.events() == ["Cordoned", "DrainStarted", "Drained"]
            cluster.cloud.off.add("n0")
            await passes(20)
            assert cluster.events()[3:] == ["OutOfService"]
            (taint,) = cluster.node()["spec"]["taints"]
            assert (taint["key"], taint["effect"]) == ("node.kubernetes.io/out-of-service", "NoExecute")

    run(work())
