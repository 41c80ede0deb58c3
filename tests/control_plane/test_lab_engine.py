"""An engine is installed by the real helm and has its own rights, no more."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lab.control_plane import ControlPlane
from lab.engine_process import EngineProcess, usage
from lab.helm import Helm
from lab.lab import Lab
from lab.process import LabError, wait_until
from lab.workload import Workload

pytestmark = pytest.mark.xdist_group("loop-2")

CHARTS = Path(__file__).parents[2] / "charts"

ASKER = """
import json, os, time, urllib.request, ssl
login = json.load(open(os.environ["KUBECONFIG"]))
cluster = login["clusters"][0]["cluster"]
tls = ssl.create_default_context(cafile=cluster["certificate-authority"])
def ask(path):
    headers = {"Authorization": "Bearer " + login["users"][0]["user"]["token"]}
    try:
        urllib.request.urlopen(urllib.request.Request(cluster["server"] + path, headers=headers), context=tls)
    except urllib.error.HTTPError as refusal:
        print(path, refusal.code, flush=True)
ask("/api/v1/nodes")
ask("/api/v1/secrets")
time.sleep(60)
"""


def test_helm_installs_a_chart_whose_pods_run(lab: Lab) -> None:
    lab.pool("a", 2)
    lab.namespace("draino")
    Helm(lab.plane.kubeconfig(), lab.bench.folder).install(
        "draino", CHARTS / "draino", "draino", {"replicas": 1}
    )

    (pod,) = lab.api.items("/api/v1/namespaces/draino/pods")
    assert pod["status"]["phase"] == "Running"


def test_what_helm_refuses_is_told_in_its_words(lab: Lab) -> None:
    with pytest.raises(LabError, match=r"^helm could not install draino: (?s:.*)'nosuchvalue' not allowed"):
        Helm(lab.plane.kubeconfig(), lab.bench.folder).install(
            "draino", CHARTS / "draino", "default", {"nosuchvalue": 1}
        )


def test_an_engine_has_its_charts_rights_and_its_requests_are_counted(lab: Lab) -> None:
    lab.pool("a", 1)
    lab.namespace("draino")
    Helm(lab.plane.kubeconfig(), lab.bench.folder).install(
        "draino", CHARTS / "draino", "draino", {"replicas": 1}
    )
    engine = EngineProcess(lab, [sys.executable, "-c", ASKER], namespace="draino", service_account="draino")
    program = engine.start()

    wait_until("both have been asked for", lambda: len(engine.requests()) == 2, timeout=20)
    assert [(request.verb, request.resource, request.status) for request in engine.requests()] == [
        ("list", "nodes", 200),
        ("list", "secrets", 403),
    ]
    assert "/api/v1/secrets 403" in program.log.read_text()
    assert usage(program).peak_memory_mb > 1


def test_a_laboratory_leaves_the_plane_empty(plane: ControlPlane) -> None:
    with Lab(plane) as lab:
        lab.pool("a", 1)
        lab.workload(Workload("web", 1, namespace="shop"))

    assert plane.admin.items("/api/v1/nodes") == []
    assert plane.admin.items("/api/v1/pods") == []
