from typing import Any

from components.node_pools.settings import NodePoolSettings
from components.node_pools.spec import NodeClass, node_pool

MADE_OF = NodeClass(group="karpenter.k8s.aws", kind="EC2NodeClass", name="blue")


def spec(**written: Any) -> dict[str, Any]:
    return dict(node_pool(NodePoolSettings.model_validate({"instanceFamilies": ["m7i"], **written}), MADE_OF))


def test_the_smallest_pool() -> None:
    assert spec() == {
        "template": {
            "spec": {
                "nodeClassRef": {"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": "blue"},
                "requirements": [
                    {"key": "karpenter.sh/capacity-type", "operator": "In", "values": ["on-demand"]},
                    {"key": "kubernetes.io/arch", "operator": "In", "values": ["amd64"]},
                    {"key": "kubernetes.io/os", "operator": "In", "values": ["linux"]},
                    {"key": "karpenter.k8s.aws/instance-family", "operator": "In", "values": ["m7i"]},
                    {"key": "karpenter.k8s.aws/instance-cpu", "operator": "Lt", "values": ["5"]},
                ],
                "expireAfter": "720h",
                "terminationGracePeriod": "30m",
            }
        },
        "limits": {"cpu": "8"},
        "disruption": {
            "consolidationPolicy": "WhenEmptyOrUnderutilized",
            "consolidateAfter": "1m",
            "budgets": [{"nodes": "10%"}],
        },
    }


def test_named_types_need_no_bound() -> None:
    requirements = spec(instanceFamilies=[], instanceTypes=["m7i.large", "m6i.large"])["template"]["spec"][
        "requirements"
    ]
    assert requirements[3:] == [
        {
            "key": "node.kubernetes.io/instance-type",
            "operator": "In",
            "values": ["m7i.large", "m6i.large"],
        }
    ]


def test_everything_that_a_person_may_say_is_said() -> None:
    made = spec(
        capacityTypes=["SPOT", "ON_DEMAND"],
        labels={"team": "blue"},
        taints=[{"key": "team", "value": "blue"}],
        maxMemoryGib=64,
        consolidation="WhenEmpty",
        consolidateAfter="Never",
        expireAfter="24h",
        disruptionBudgets=[
            {"nodes": "0", "reasons": ["Drifted"], "schedule": "0 9 * * mon-fri", "duration": "8h"}
        ],
    )
    template = made["template"]
    assert template["metadata"] == {"labels": {"team": "blue"}}
    assert template["spec"]["taints"] == [{"key": "team", "value": "blue", "effect": "NoSchedule"}]
    assert template["spec"]["requirements"][0]["values"] == ["spot", "on-demand"]
    assert template["spec"]["expireAfter"] == "24h"
    assert made["limits"] == {"cpu": "8", "memory": "64Gi"}
    assert made["disruption"] == {
        "consolidationPolicy": "WhenEmpty",
        "consolidateAfter": "Never",
        "budgets": [{"nodes": "0", "reasons": ["Drifted"], "schedule": "0 9 * * mon-fri", "duration": "8h"}],
    }
