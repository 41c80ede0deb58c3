"""Who scales nodes is one setting: each choice comes up from it alone, and the next leaves nothing of it."""

from __future__ import annotations

from typing import Any

import pytest

from testing.checkout import Checkout

pytestmark = pytest.mark.xdist_group("scaling")

PREFIX = "self-driving-eks-sandbox"
RELEASE = "kubernetes:helm.sh/v3:Release"


def found(checkout: Checkout) -> dict[tuple[str, str], dict[str, Any]]:
    """What the engine has recorded, by type and name."""
    return {
        (resource["type"], resource["urn"].rpartition("::")[2]): resource for resource in checkout.resources()
    }


def test_karpenter_takes_over_from_cluster_autoscaler_and_gives_back_without_a_trace(
    checkout: Checkout,
) -> None:
    before = found(checkout).keys()
    assert (RELEASE, "remediation-cluster-autoscaler") in before

    # Both together must stay within the budget of the policy pack.
    checkout.change("nodeGroups.default.maxSize", 3)
    checkout.change("nodeGroups.default.nodeRepair", True)
    checkout.change("cluster.nodeScaler", "karpenter")
    checkout.change("nodePools", {"default": {"instanceFamilies": ["m7i", "m6i", "m5"], "maxVcpu": 4}})
    preview = checkout.run("preview")
    assert preview.code == 0, preview.output
    on = checkout.run("up", "--skip-preview")
    assert on.code == 0, on.output
    with_karpenter = found(checkout)
    assert (RELEASE, "remediation-cluster-autoscaler") not in with_karpenter
    values = with_karpenter[RELEASE, f"{PREFIX}-karpenter"]["inputs"]["values"]
    assert values["settings"]["clusterName"] == PREFIX
    queue = with_karpenter["aws:sqs/queue:Queue", f"{PREFIX}-karpenter-interruption"]
    assert values["settings"]["interruptionQueue"] == queue["outputs"]["name"]
    pool = with_karpenter["kubernetes:karpenter.sh/v1:NodePool", f"{PREFIX}-karpenter-default"]
    assert pool["inputs"]["spec"]["limits"] == {"cpu": "4"}

    checkout.change("nodeGroups.default.maxSize", 5)
    checkout.change("nodeGroups.default.nodeRepair", False)
    checkout.change("cluster.nodeScaler", "cluster-autoscaler")
    checkout.change("nodePools", {})
    off = checkout.run("up")
    assert off.code == 0, off.output
    assert found(checkout).keys() == before


def test_auto_mode_needs_no_node_group_and_no_addon_and_leaves_nothing(fresh_checkout: Checkout) -> None:
    checkout = fresh_checkout
    checkout.change("nodeGroups", {})
    checkout.change("cluster.nodeScaler", "auto-mode")
    refused = checkout.run("preview")
    assert refused.code != 0
    assert 'remediation.engine = "draino": can\'t be with cluster.nodeScaler auto-mode' in refused.output

    checkout.change("remediation.engine", "eks-node-repair")
    up = checkout.run("up")
    assert up.code == 0, up.output
    made = found(checkout)
    cluster = made["aws:eks/cluster:Cluster", f"{PREFIX}-eksCluster"]["inputs"]
    assert cluster["computeConfig"]["nodePools"] == ["general-purpose", "system"]
    assert cluster["storageConfig"] == {"blockStorage": {"enabled": True}}
    assert cluster["kubernetesNetworkConfig"]["elasticLoadBalancing"] == {"enabled": True}
    types = {type_ for type_, _ in made}
    assert types & {"aws:eks/addon:Addon", "aws:eks/nodeGroup:NodeGroup", "aws:autoscaling/tag:Tag"} == set()
    again = checkout.run("preview")
    assert again.counts == {}

    down = checkout.run("destroy")
    assert down.code == 0, down.output
    assert checkout.inventory() == {}
