from __future__ import annotations

from pitstop.shell.codec import record_text
from pitstop.shell.nodes import NodeMirror
from tests.unit.pitstop.clocks import JumpingClock
from tests.unit.pitstop.shell.objects import GROUPS, RECORD, WANTED, node_object


class TestNodeMirror:
    def test_an_older_view_never_hides_a_newer_one(self) -> None:
        mirror = NodeMirror(WANTED, GROUPS, lambda: None, JumpingClock())
        mirror.put(node_object(resourceVersion="9", annotations={"pitstop/record": record_text(RECORD)}))
        mirror.put(node_object(resourceVersion="8"))
        assert mirror.fleet.nodes["n0"].record == RECORD

    def test_news_wake_and_heartbeats_of_healthy_nodes_do_not(self) -> None:
        woken: list[str] = []
        mirror = NodeMirror(WANTED, GROUPS, lambda: woken.append("news"), JumpingClock())
        healthy = node_object()
        healthy["status"]["conditions"] = [healthy["status"]["conditions"][1]]
        mirror.put(healthy)
        healthy["metadata"]["resourceVersion"] = "8"
        mirror.put(healthy)
        assert woken == ["news"]
        mirror.put(node_object(resourceVersion="9"))
        assert woken == ["news", "news"]
