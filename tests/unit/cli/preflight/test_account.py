"""Each check of the account passes, warns or fails for its own reason, with its own remedy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from botocore.stub import Stubber

from cli.aws.needs import NodeGroupNeeds, NodePoolNeeds
from cli.aws.region import Region
from cli.preflight.checks.billing import check_billing
from cli.preflight.checks.identity import check_identity
from cli.preflight.checks.permissions import check_permissions, needed_actions
from cli.preflight.checks.quotas import check_quotas, family_class
from cli.preflight.checks.zones import check_zones
from cli.preflight.model import Line, Verdict
from tests.unit.cli.aws.needs import CLUSTER, needs
from tests.unit.cli.leftovers.account import Planter


@contextmanager
def answering(client: Any) -> Iterator[Stubber]:
    """What moto has no answer for, checked against AWS's own description of the API."""
    with Stubber(client) as stub:
        yield stub
        stub.assert_no_pending_responses()


# --- credentials


def test_credentials_are_told_with_account_and_region(region: Region) -> None:
    (line,) = check_identity(needs(), region)

    assert line.verdict is Verdict.OK
    assert line.found == "account 123456789012, arn:aws:sts::123456789012:user/moto, us-east-1"


def test_expired_credentials_fail_with_how_to_log_in(region: Region) -> None:
    with answering(region.sts) as stub:
        stub.add_client_error("get_caller_identity", "ExpiredToken", "The token has expired")
        (line,) = check_identity(needs(), region)

    assert line.verdict is Verdict.FAIL
    assert "ExpiredToken" in line.found
    assert line.remedy == "run `aws sso login`, or set AWS_PROFILE, or `aws configure`"


# --- permissions


def simulated(region: Region, denied: set[str]) -> Line:
    results = [
        {"EvalActionName": action, "EvalDecision": "implicitDeny" if action in denied else "allowed"}
        for action in needed_actions(karpenter=False)
    ]
    with answering(region.iam) as stub:
        stub.add_response("simulate_principal_policy", {"EvaluationResults": results, "IsTruncated": False})
        (line,) = check_permissions(needs(), region)
    return line


def test_all_actions_allowed(region: Region) -> None:
    line = simulated(region, set())

    assert line.verdict is Verdict.OK
    assert line.found == f"all {len(needed_actions(karpenter=False))} actions allowed"


def test_denied_actions_are_named_with_whom_to_allow_them_for(region: Region) -> None:
    line = simulated(region, {"eks:CreateCluster", "iam:PassRole"})

    assert line.verdict is Verdict.FAIL
    assert (
        line.found == f"2 of {len(needed_actions(karpenter=False))} denied: eks:CreateCluster, iam:PassRole"
    )
    assert line.remedy == "have them allowed for arn:aws:sts::123456789012:user/moto"


def test_a_session_is_simulated_by_its_role(region: Region) -> None:
    role = Planter(region, "any").role("deployer")
    with answering(region.sts) as sts, answering(region.iam) as iam:
        sts.add_response(
            "get_caller_identity",
            {"Arn": "arn:aws:sts::123456789012:assumed-role/any-deployer/me", "Account": "1", "UserId": "u"},
        )
        described = {
            "Path": "/team/",
            "RoleName": "any-deployer",
            "RoleId": "AROA0123456789ABCDEF",
            "Arn": role,
            "CreateDate": "2026-01-01T00:00:00Z",
        }
        iam.add_response("get_role", {"Role": described}, {"RoleName": "any-deployer"})
        iam.add_response(
            "simulate_principal_policy",
            {"EvaluationResults": [], "IsTruncated": False},
            {"PolicySourceArn": role, "ActionNames": needed_actions(karpenter=False)},
        )
        (line,) = check_permissions(needs(), region)

    assert line.verdict is Verdict.OK


def test_a_caller_who_may_not_simulate_is_told_so_and_not_stopped(region: Region) -> None:
    with answering(region.iam) as stub:
        stub.add_client_error("simulate_principal_policy", "AccessDenied", "no")
        (line,) = check_permissions(needs(), region)

    assert (line.verdict, line.found) == (Verdict.WARN, "could not be simulated")


# --- quotas


def quotas(region: Region, *values: tuple[str, float], **changes: Any) -> dict[str, Line]:
    with answering(region.quotas) as stub:
        for code, value in values:
            service = "vpc" if code == "L-F678F1CE" else "ec2"
            answer = {"Quota": {"QuotaCode": code, "Value": value}}
            stub.add_response("get_service_quota", answer, {"ServiceCode": service, "QuotaCode": code})
        return {line.subject: line for line in check_quotas(needs(**changes), region)}


def test_quotas_hold_what_is_used_and_what_is_needed(region: Region) -> None:
    lines = quotas(region, ("L-F678F1CE", 5), ("L-0263D0A3", 5), ("L-34B43A08", 10))

    # moto's account has the default VPC.
    assert lines["quota of VPCs"] == Line("quota of VPCs", Verdict.OK, "1 used, 1 needed, 5 allowed")
    assert lines["quota of Elastic IPs"].found == "0 used, 1 needed, 5 allowed"
    assert lines["quota of vCPUs spot, Standard"].found == "0 used, 10 needed, 10 allowed"
    assert {line.verdict for line in lines.values()} == {Verdict.OK}


def test_a_quota_that_is_too_small_fails_with_the_command_that_raises_it(region: Region) -> None:
    lines = quotas(region, ("L-F678F1CE", 5), ("L-0263D0A3", 5), ("L-34B43A08", 9))

    assert lines["quota of vCPUs spot, Standard"] == Line(
        "quota of vCPUs spot, Standard",
        Verdict.FAIL,
        "0 used, 10 needed, 9 allowed",
        "aws service-quotas request-service-quota-increase --region us-east-1 "
        "--service-code ec2 --quota-code L-34B43A08 --desired-value 10",
    )


def test_running_instances_count_against_their_own_market(region: Region) -> None:
    image = region.ec2.register_image(Name="node")["ImageId"]
    region.ec2.run_instances(ImageId=image, MinCount=2, MaxCount=2, InstanceType="m5.xlarge")
    group = NodeGroupNeeds("default", ("m5.large",), spot=False, largest=1)

    lines = quotas(region, ("L-F678F1CE", 5), ("L-0263D0A3", 5), ("L-1216C47A", 32), node_groups=(group,))

    assert lines["quota of vCPUs on demand, Standard"].found == "8 used, 2 needed, 32 allowed"


def test_a_living_cluster_needs_nothing_more(region: Region) -> None:
    planter = Planter(region, CLUSTER)
    planter.network()
    planter.control_plane()
    arn = region.eks.describe_cluster(name=CLUSTER)["cluster"]["arn"]
    region.eks.tag_resource(resourceArn=arn, tags={"selfdriving:cluster": CLUSTER})

    lines = quotas(region, ("L-F678F1CE", 2), ("L-0263D0A3", 0), ("L-34B43A08", 0))

    assert {line.verdict for line in lines.values()} == {Verdict.OK}
    assert lines["quota of VPCs"].found == "2 used, 0 needed, 2 allowed"


@pytest.mark.parametrize(
    ("instance_type", "expected"),
    [
        ("m6i.large", "Standard"),
        ("t4g.small", "Standard"),
        ("i4i.large", "Standard"),
        ("is4gen.large", "Standard"),
        ("g5.xlarge", "G and VT"),
        ("p5.48xlarge", "P"),
        ("x2idn.16xlarge", "X"),
        ("inf2.xlarge", "Inf"),
        ("u-6tb1.metal", "High memory"),
    ],
)
def test_families_count_against_their_class(instance_type: str, expected: str) -> None:
    assert family_class(instance_type) == expected


# --- zones


def test_zones_are_chosen_as_the_network_chooses_them(region: Region) -> None:
    lines = list(check_zones(needs(), region))

    assert lines[0] == Line("zones", Verdict.OK, "use1-az1, use1-az2")
    assert lines[1].subject == "types of default"


def test_a_zone_that_refuses_eks_fails_with_the_zones_there_are(region: Region) -> None:
    (line,) = check_zones(needs(zones=("use1-az3", "use1-az1")), region)

    assert line.verdict is Verdict.FAIL
    assert "use1-az3" in line.found
    assert line.remedy == (
        "of us-east-1 there are use1-az1, use1-az2, use1-az3, use1-az4, use1-az5, use1-az6"
    )


def offered(
    region: Region, *places: tuple[str, str], types: tuple[str, ...] = ("m5.large", "t3.large")
) -> Line:
    group = NodeGroupNeeds("default", types, spot=True, largest=5)
    zones = region.ec2.describe_availability_zones()
    with answering(region.ec2) as stub:
        stub.add_response("describe_availability_zones", {"AvailabilityZones": zones["AvailabilityZones"]})
        offers = [
            {"InstanceType": name, "LocationType": "availability-zone-id", "Location": zone}
            for name, zone in places
        ]
        stub.add_response("describe_instance_type_offerings", {"InstanceTypeOfferings": offers})
        _, line = check_zones(needs(node_groups=(group,)), region)
    return line


def test_types_that_all_zones_offer(region: Region) -> None:
    everywhere = [(name, zone) for name in ("m5.large", "t3.large") for zone in ("use1-az1", "use1-az2")]

    assert offered(region, *everywhere) == Line("types of default", Verdict.OK, "2 types in all 2 zones")


def test_a_zone_that_offers_none_of_a_group_fails_with_the_zones_that_do(region: Region) -> None:
    line = offered(region, ("m5.large", "use1-az1"), ("m5.large", "use1-az4"))

    assert line == Line(
        "types of default",
        Verdict.FAIL,
        "none of m5.large, t3.large in use1-az2",
        "set network.zones to some of use1-az1, use1-az4",
    )


def test_a_type_that_one_zone_lacks_is_a_warning(region: Region) -> None:
    line = offered(region, ("m5.large", "use1-az1"), ("t3.large", "use1-az1"), ("m5.large", "use1-az2"))

    assert (line.verdict, line.found) == (Verdict.WARN, "t3.large not offered in use1-az2")


def test_the_zones_of_an_existing_vpc_are_not_ours_to_choose(region: Region) -> None:
    assert list(check_zones(needs(new_vpc=False), region)) == [
        Line("zones", Verdict.OK, "those of the existing VPC")
    ]


# --- billing


def test_an_account_that_writes_the_metric_is_fine(region: Region) -> None:
    region.cloudwatch.put_metric_data(
        Namespace="AWS/Billing",
        MetricData=[
            {
                "MetricName": "EstimatedCharges",
                "Value": 1,
                "Dimensions": [{"Name": "Currency", "Value": "USD"}],
            }
        ],
    )

    assert list(check_billing(needs(), region)) == [
        Line("billing alarm", Verdict.OK, "will tell team@example.com")
    ]


def test_an_account_without_the_metric_is_told_where_to_switch_it_on(region: Region) -> None:
    (line,) = check_billing(needs(), region)

    assert line.verdict is Verdict.WARN
    assert line.remedy == "switch on `Receive CloudWatch billing alerts` in the console's billing preferences"


def test_opting_out_is_never_silent(region: Region) -> None:
    (line,) = check_billing(needs(billing_opt_out="the landing zone watches"), region)

    assert (line.verdict, line.found) == (Verdict.WARN, "none, on purpose: the landing zone watches")


# --- Karpenter


def test_karpenter_needs_rights_for_its_queue_and_its_instance_profile() -> None:
    more = set(needed_actions(karpenter=True)) - set(needed_actions(karpenter=False))
    assert {"sqs:CreateQueue", "events:PutRule", "iam:CreateInstanceProfile"} <= more


def pooled(region: Region, *places: tuple[str, str]) -> Line:
    pool = NodePoolNeeds("blue", ("m5.large", "t3.large"), spot=False, vcpus=24)
    zones = region.ec2.describe_availability_zones()
    offers = [
        {"InstanceType": name, "LocationType": "availability-zone-id", "Location": zone}
        for name, zone in places
    ]
    with answering(region.ec2) as stub:
        stub.add_response("describe_availability_zones", {"AvailabilityZones": zones["AvailabilityZones"]})
        stub.add_response("describe_instance_type_offerings", {"InstanceTypeOfferings": offers})
        # The same nodes, bought in two markets, are looked for once.
        both = (pool, replace(pool, spot=True))
        (_, line) = check_zones(needs(node_groups=(), node_pools=both), region)
    return line


def test_a_pool_takes_in_each_zone_what_is_offered_there(region: Region) -> None:
    assert pooled(region, ("m5.large", "use1-az1"), ("t3.large", "use1-az2")) == Line(
        "types of blue", Verdict.OK, "some of 2 types in all 2 zones"
    )


def test_a_zone_that_offers_nothing_of_a_pool_fails(region: Region) -> None:
    line = pooled(region, ("m5.large", "use1-az1"), ("m5.large", "use1-az4"))
    assert (line.verdict, line.found) == (Verdict.FAIL, "none of m5.large, t3.large in use1-az2")


def test_a_pools_limit_counts_against_the_quota_of_each_market(region: Region) -> None:
    pool = NodePoolNeeds("blue", ("m5.large",), spot=False, vcpus=24)
    lines = quotas(
        region,
        ("L-F678F1CE", 5),
        ("L-0263D0A3", 5),
        ("L-1216C47A", 24),
        node_groups=(),
        node_pools=(pool,),
    )
    assert lines["quota of vCPUs on demand, Standard"].found == "0 used, 24 needed, 24 allowed"
