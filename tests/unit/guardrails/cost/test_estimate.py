"""A stack's monthly cost: what is counted, how, and what is named instead of counted."""

from __future__ import annotations

from typing import Any

import pytest
from guardrails.core.resource import Resource
from guardrails.cost import Estimate, estimate
from guardrails.cost.table import notes, text
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE

HOURS = 730
NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
RELEASE = "kubernetes:helm.sh/v3:Release"


def resource(token: str, *, references: dict[str, tuple[str, ...]] | None = None, **props: Any) -> Resource:
    return Resource(token, "it", f"urn:{token}", props, {}, references=references or {})


def of(token: str, **props: Any) -> Estimate:
    return estimate([resource(token, **props)])


def group(**props: Any) -> dict[str, Any]:
    sizes = {"minSize": 1, "desiredSize": 2, "maxSize": 5}
    return {"instanceTypes": ["t3.large", "m5.large"], "scalingConfig": sizes, **props}


def test_nodes_are_counted_at_their_first_type_and_in_the_worst_case_at_the_dearest() -> None:
    nodes, disks = of(NODE_GROUP, **group()).lines
    assert nodes.expected == pytest.approx(2 * 0.0832 * HOURS)
    assert nodes.worst == pytest.approx(5 * 0.096 * HOURS)
    assert (disks.expected, disks.worst) == pytest.approx((2 * 20 * 0.08, 5 * 20 * 0.08))


def test_spot_nodes_are_expected_at_a_share_of_the_mean_and_at_worst_on_demand() -> None:
    nodes, _ = of(NODE_GROUP, **group(capacityType="SPOT")).lines
    assert nodes.expected == pytest.approx(2 * (0.0832 + 0.096) / 2 * 0.4 * HOURS)
    assert nodes.worst == pytest.approx(5 * 0.096 * HOURS)


def test_disks_are_those_of_the_launch_template_also_before_its_id_is_known() -> None:
    disk = {"ebs": {"volumeType": "gp3", "volumeSize": 50}}
    template = resource(TEMPLATE, blockDeviceMappings=[disk])
    launched = group(launchTemplate={"id": UNKNOWN_STRING_VALUE})
    nodes = resource(NODE_GROUP, references={"launchTemplate": (template.urn,)}, **launched)
    _, disks = estimate([template, nodes]).lines
    assert disks.expected == pytest.approx(2 * 50 * 0.08)


def test_a_mixed_group_counts_its_spot_share() -> None:
    mixed = {
        "launchTemplate": {"overrides": [{"instanceType": "m5.large"}]},
        "instancesDistribution": {"onDemandPercentageAboveBaseCapacity": 25},
    }
    found = of(
        "aws:autoscaling/group:Group", minSize=1, desiredCapacity=4, maxSize=8, mixedInstancesPolicy=mixed
    )
    assert found.lines[0].expected == pytest.approx(4 * 0.096 * (0.25 + 0.75 * 0.4) * HOURS)


@pytest.mark.parametrize(
    ("token", "props", "expected", "worst"),
    [
        (
            "aws:ec2/instance:Instance",
            {"instanceType": "t3.micro"},
            0.0104 * HOURS + 1.6,
            0.0104 * HOURS + 1.6,
        ),
        ("aws:ec2/natGateway:NatGateway", {}, 0.045 * HOURS + 4.5, 0.045 * HOURS + 45),
        ("aws:ec2/eip:Eip", {}, 3.65, 3.65),
        ("aws:ec2/vpcEndpoint:VpcEndpoint", {"vpcEndpointType": "Gateway"}, 0, 0),
        (
            "aws:ec2/vpcEndpoint:VpcEndpoint",
            {"vpcEndpointType": "Interface", "subnetIds": ["a", "b"]},
            2 * 7.3,
            2 * 7.3,
        ),
        ("aws:kms/key:Key", {}, 1, 1),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", {}, 0.1, 0.1),
        ("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 30}, 2 * 0.53, 20 * 0.53),
        ("aws:ebs/volume:Volume", {"type": "gp3", "size": 100}, 8, 8),
        ("aws:lb/loadBalancer:LoadBalancer", {"internal": True, "subnets": ["a"]}, 16.425, 16.425),
        ("aws:lb/loadBalancer:LoadBalancer", {"subnets": ["a", "b"]}, 16.425 + 7.3, 16.425 + 7.3),
        ("kubernetes:core/v1:Service", {"spec": {"type": "LoadBalancer"}}, 16.425, 16.425),
        ("kubernetes:core/v1:Service", {"spec": {"type": "ClusterIP"}}, 0, 0),
        (
            "kubernetes:core/v1:PersistentVolumeClaim",
            {"spec": {"resources": {"requests": {"storage": "10Gi"}}}},
            0.8,
            0.8,
        ),
    ],
)
def test_what_is_billed(token: str, props: dict[str, Any], expected: float, worst: float) -> None:
    found = of(token, **props)
    assert (found.expected, found.worst) == pytest.approx((expected, worst))
    assert (found.unpriced, found.pending) == ([], [])


@pytest.mark.parametrize(("version", "usd"), [("1.35", 0.10), ("1.33", 0.60)])
def test_extended_support_costs_six_times_as_much(version: str, usd: float) -> None:
    assert of("aws:eks/cluster:Cluster", version=version).expected == pytest.approx(usd * HOURS)


def test_volumes_that_a_chart_claims_are_counted_once_for_each_replica() -> None:
    claim = {"volumeClaimTemplate": {"spec": {"resources": {"requests": {"storage": "50Gi"}}}}}
    values = {
        "prometheus": {"prometheusSpec": {"replicas": 2, "storageSpec": claim}},
        "grafana": {"persistence": {"enabled": True, "size": "5Gi"}},
        "other": {"persistence": {"enabled": False, "size": "500Gi"}},
    }
    found = of(RELEASE, values=values)
    assert {line.what: line.expected for line in found.lines} == pytest.approx(
        {"2 x 50 GiB gp3 (prometheus)": 8, "1 x 5 GiB gp3 (grafana)": 0.4}
    )


@pytest.mark.parametrize(
    ("token", "props", "why"),
    [
        (
            "aws:rds/instance:Instance",
            {"instanceClass": "db.t3.large", "engine": "sqlserver-se"},
            "sqlserver-se with its licence",
        ),
        ("aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput", {}, "no known price"),
        ("aws:redshift/cluster:Cluster", {"nodeType": "rg.large", "numberOfNodes": 2}, "2 x rg.large"),
        ("aws:ec2/instance:Instance", {"instanceType": "zz9.large"}, "instances of zz9.large"),
        ("aws:ebs/volume:Volume", {"type": "io9", "size": 100}, "a volume of type io9"),
        ("gcp:compute/instance:Instance", {}, "no known price"),
    ],
)
def test_what_has_no_known_price_is_named_and_not_counted(
    token: str, props: dict[str, Any], why: str
) -> None:
    found = of(token, **props)
    assert [entry.why for entry in found.unpriced] == [why]
    assert found.lines == []
    package, module, name = token.split(":")
    called = f"{package}:{module.partition('/')[0]}:{name} it"
    assert f"Not priced, and not in the sums: {called} ({why})." in notes(found)


@pytest.mark.parametrize("token", ["aws:iam/role:Role", "aws:ec2/vpc:Vpc", "kubernetes:apps/v1:Deployment"])
def test_what_is_free_is_not_named(token: str) -> None:
    assert of(token) == Estimate([], [], [], [])


def test_a_component_has_no_cost_of_its_own() -> None:
    component = Resource("shop:index:Web", "web", "urn:web", {}, None)
    assert estimate([component]) == Estimate([], [], [], [])


def test_what_only_the_update_knows_is_named() -> None:
    found = of(NODE_GROUP, **group(scalingConfig=UNKNOWN_STRING_VALUE))
    assert [entry.where for entry in found.pending] == ["instance types and sizes"]
    said = (
        "Not known before the update, and not in the sums: aws:eks:NodeGroup it (instance types and sizes)."
    )
    assert said in notes(found)


def test_the_table_shows_the_ten_biggest_lines_and_the_rest_as_one() -> None:
    keys = [Resource("aws:kms/key:Key", f"key-{n}", f"urn:{n}", {}, {}) for n in range(12)]
    gateway = Resource("aws:ec2/natGateway:NatGateway", "nat", "urn:nat", {}, {})
    shown = text(estimate([*keys, gateway])).splitlines()
    rows = [line.split() for line in shown]
    assert rows[4] == [
        "aws:ec2:NatGateway",
        "nat",
        "NAT",
        "gateway,",
        "100",
        "to",
        "1000",
        "GB",
        "37.35",
        "77.85",
    ]
    assert rows[14] == ["3", "smaller", "lines", "3.00", "3.00"]
    assert rows[16] == ["Sum", "49.35", "89.85"]


def pool(cpu: object, *types: str) -> dict[str, Any]:
    wanted = {"key": "node.kubernetes.io/instance-type", "operator": "In", "values": list(types)}
    return {"spec": {"template": {"spec": {"requirements": [wanted]}}, "limits": {"cpu": cpu}}}


def test_a_node_pool_starts_with_nothing_and_may_grow_to_its_limit_at_the_dearest_vcpu() -> None:
    (line,) = of("kubernetes:karpenter.sh/v1:NodePool", **pool("10", "t3.large", "m5.large")).lines
    assert (line.what, line.expected) == ("0 to 10 vCPU of Karpenter's choice", 0)
    assert line.worst == pytest.approx(10 * 0.096 / 2 * HOURS)


@pytest.mark.parametrize(
    ("manifest", "why"),
    [(pool(None, "t3.large"), "nodes without a limit"), (pool(10, "x9.huge"), "nodes of no known type")],
)
def test_a_node_pool_that_can_not_be_priced_is_named(manifest: dict[str, Any], why: str) -> None:
    found = of(RELEASE, values={"extraObjects": [{"kind": "NodePool", **manifest}]})
    assert [entry.why for entry in found.unpriced] == [why]


def test_load_balancers_of_charts_and_of_the_load_balancer_controller_are_counted() -> None:
    chart = of(RELEASE, values={"controller": {"service": {"type": "LoadBalancer"}}})
    assert [line.what for line in chart.lines] == ["load balancer (controller.service)"]
    ingress = "kubernetes:networking.k8s.io/v1:Ingress"
    older = {"annotations": {"kubernetes.io/ingress.class": "alb"}}
    for props in ({"spec": {"ingressClassName": "alb"}}, {"metadata": older, "spec": {}}):
        assert of(ingress, **props).expected == pytest.approx(0.0225 * HOURS)
    assert of(ingress, spec={"ingressClassName": "nginx"}).lines == []


@pytest.mark.parametrize(("public", "counted"), [([True, True], True), ([True, False], False)])
def test_public_addresses_of_nodes_are_counted_where_every_subnet_gives_one(
    public: list[bool], counted: bool
) -> None:
    subnets = [
        Resource("aws:ec2/subnet:Subnet", f"{number}", f"urn:{number}", {"mapPublicIpOnLaunch": gives}, {})
        for number, gives in enumerate(public)
    ]
    ids = [UNKNOWN_STRING_VALUE for _ in subnets]
    nodes = resource(
        NODE_GROUP, references={"subnetIds": tuple(one.urn for one in subnets)}, **group(subnetIds=ids)
    )
    found = {line.what: line for line in estimate([*subnets, nodes]).lines}
    assert ("2 to 5 x public IPv4 address" in found) is counted
