from components.cluster.autoscaler_tags import autoscaler_tags
from components.cluster.settings import NodeGroupSettings
from components.node_shape import Taint


def test_a_group_of_no_nodes_tells_what_its_nodes_would_be() -> None:
    settings = NodeGroupSettings(
        instance_types=("m7g.large",),
        architecture="arm64",
        capacity_type="SPOT",
        min_size=0,
        disk_gib=80,
        labels={"example.com/team": "data"},
        taints=(Taint(key="dedicated", value="data", effect="NoExecute"),),
    )
    template = "k8s.io/cluster-autoscaler/node-template"
    assert autoscaler_tags("dev", "batch", settings) == {
        "enabled": ("k8s.io/cluster-autoscaler/enabled", "true"),
        "owned": ("k8s.io/cluster-autoscaler/dev", "owned"),
        "disk": (f"{template}/resources/ephemeral-storage", "80Gi"),
        "label-eks.amazonaws.com/capacityType": (f"{template}/label/eks.amazonaws.com/capacityType", "SPOT"),
        "label-kubernetes.io/arch": (f"{template}/label/kubernetes.io/arch", "arm64"),
        "label-selfdriving/node-group": (f"{template}/label/selfdriving/node-group", "batch"),
        "label-example.com/team": (f"{template}/label/example.com/team", "data"),
        "taint-dedicated": (f"{template}/taint/dedicated", "data:NoExecute"),
    }
