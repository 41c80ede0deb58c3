"""Requests are read from the audit log: one user's, from a place on, whole lines only."""

from __future__ import annotations

import json
from pathlib import Path

from lab import audit
from lab.audit import Request

ENGINE = "system:serviceaccount:pitstop:pitstop"


def entry(user: str, verb: str, **target: str) -> str:
    return json.dumps(
        {
            "user": {"username": user},
            "verb": verb,
            "objectRef": target,
            "responseStatus": {"code": 200},
            "requestReceivedTimestamp": "1970-01-01T00:00:05.250000Z",
        }
    )


def test_one_users_requests_are_read(tmp_path: Path) -> None:
    log = tmp_path / "audit.log"
    eviction = entry(ENGINE, "create", resource="pods", subresource="eviction", name="web-1")
    log.write_text(f"{entry('system:serviceaccount:a:b', 'get', resource='pods')}\n{eviction}\n")

    assert list(audit.read(log, ENGINE, 0)) == [
        Request(ENGINE, "create", "pods/eviction", "web-1", status=200, at=5.25)
    ]


def test_what_was_asked_before_is_left_out(tmp_path: Path) -> None:
    log = tmp_path / "audit.log"
    log.write_text(entry(ENGINE, "list", resource="nodes") + "\n")
    start = log.stat().st_size
    with log.open("a") as more:
        more.write(entry(ENGINE, "patch", resource="nodes", name="a") + "\n")

    assert [request.verb for request in audit.read(log, ENGINE, start)] == ["patch"]


def test_a_line_that_is_still_being_written_waits(tmp_path: Path) -> None:
    log = tmp_path / "audit.log"
    log.write_text(
        entry(ENGINE, "list", resource="nodes") + "\n" + entry(ENGINE, "get", resource="nodes")[:40]
    )

    assert [request.verb for request in audit.read(log, ENGINE, 0)] == ["list"]
