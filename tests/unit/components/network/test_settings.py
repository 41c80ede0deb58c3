from typing import Any

import pytest
from pydantic import ValidationError

from components.network.settings import NEEDED_WITHOUT_NAT, NetworkSettings


def errors(**written: Any) -> list[tuple[str, str]]:
    """(key, message) of everything that is wrong with what a person wrote."""
    with pytest.raises(ValidationError) as caught:
        NetworkSettings.model_validate(written)
    return [
        (".".join(map(str, error["loc"])), error["msg"].removeprefix("Value error, "))
        for error in caught.value.errors()
    ]


def test_the_default_is_one_nat_gateway_over_two_zones() -> None:
    settings = NetworkSettings()
    assert (str(settings.cidr), settings.zones, settings.nat, settings.s3_endpoint) == (
        "10.0.0.0/16",
        2,
        "single",
        True,
    )


@pytest.mark.parametrize(
    ("cidr", "message"),
    [
        (
            "10.0.0.0/23",
            (
                "must be a /16 to /22, not 10.0.0.0/23; write 10.0.0.0/16, "
                "or what your network plan allows in between"
            ),
        ),
        (
            "10.0.0.0/15",
            (
                "must be a /16 to /22, not 10.0.0.0/15; write 10.0.0.0/16, "
                "or what your network plan allows in between"
            ),
        ),
        ("10.0.1.0/16", "must start where its range starts, unlike '10.0.1.0/16'; write 10.0.0.0/16"),
        (
            "10.0.0.0",
            "must be an IPv4 range such as 10.0.0.0/16, not '10.0.0.0'; write an address, a slash, a prefix",
        ),
        (
            "10.0.0.256/16",
            (
                "must be an IPv4 range such as 10.0.0.0/16, not '10.0.0.256/16'; "
                "write an address, a slash, a prefix"
            ),
        ),
        (16, "must be an IPv4 range such as 10.0.0.0/16, not 16; write an address, a slash, a prefix"),
    ],
)
def test_a_range_that_will_not_do(cidr: object, message: str) -> None:
    assert errors(cidr=cidr) == [("cidr", message)]


@pytest.mark.parametrize(
    ("zones", "message"),
    [
        (1, "must be 2 or 3 zones, not 1; EKS needs two, and three survive most"),
        (4, "must be 2 or 3 zones, not 4; EKS needs two, and three survive most"),
        ("2", "must be 2, 3, or a list of zones, not '2'; write one such as [use1-az1, use1-az2]"),
        (["use1-az1"], "must be 2 or 3 different zones, not use1-az1; EKS needs two"),
        (
            ["use1-az1", "use1-az1", "use1-az2"],
            "must be 2 or 3 different zones, not use1-az1, use1-az1, use1-az2; EKS needs two",
        ),
        (
            ["use1-az1", "use1-az3"],
            "must leave out use1-az3: EKS takes no control plane there; choose another zone",
        ),
        (
            ["us-east-1", "use1-az1"],
            (
                "must be zone ids such as use1-az1 or zone names such as us-east-1a, not 'us-east-1'; "
                "`aws ec2 describe-availability-zones` lists both"
            ),
        ),
    ],
)
def test_zones_that_will_not_do(zones: object, message: str) -> None:
    assert errors(zones=zones) == [("zones", message)]


def test_all_errors_come_at_once() -> None:
    assert [key for key, _ in errors(cidr="10.0.0.0/8", zones=7, nat="two")] == ["cidr", "zones", "nat"]


def test_private_nodes_without_nat_need_their_endpoints() -> None:
    assert errors(nat="none", interfaceEndpoints=["ec2", "sts"]) == [
        (
            "",
            (
                "nat must not be none while private nodes have no other way to AWS; set nat: single, "
                "or nodeSubnets: public, or add to interfaceEndpoints: "
                "autoscaling, ecr.api, ecr.dkr, eks, eks-auth"
            ),
        )
    ]


def test_image_layers_come_from_s3_so_its_endpoint_is_needed_too() -> None:
    assert errors(nat="none", interfaceEndpoints=NEEDED_WITHOUT_NAT, s3Endpoint=False) == [
        (
            "",
            (
                "nat must not be none while private nodes have no other way to AWS; set nat: single, or "
                "nodeSubnets: public, or set s3Endpoint: true"
            ),
        )
    ]


@pytest.mark.parametrize(
    "written", [{"nodeSubnets": "public"}, {"interfaceEndpoints": [*NEEDED_WITHOUT_NAT, "logs"]}]
)
def test_nodes_with_another_way_out_need_no_nat(written: dict[str, Any]) -> None:
    assert NetworkSettings.model_validate({"nat": "none", **written}).nat == "none"


def test_an_endpoint_is_named_by_its_service() -> None:
    assert errors(interfaceEndpoints=["com.amazonaws.eu-west-1.ec2"]) == [
        (
            "interfaceEndpoints.0",
            (
                "must be services such as ecr.api, not 'com.amazonaws.eu-west-1.ec2'; "
                "write what follows the region in its name"
            ),
        )
    ]


def test_an_existing_vpc_needs_subnets_where_nodes_go() -> None:
    assert errors(vpcId="vpc-1", privateSubnetIds=["subnet-1"]) == [
        ("", "privateSubnetIds must name two subnets in two zones at least, not 1; nodes go there")
    ]
    assert errors(vpcId="vpc-1", nodeSubnets="public", privateSubnetIds=["subnet-1", "subnet-2"]) == [
        ("", "publicSubnetIds must name two subnets in two zones at least, not 0; nodes go there")
    ]


def test_an_existing_vpc_stays_as_it_is() -> None:
    assert errors(vpcId="vpc-1", privateSubnetIds=["subnet-1", "subnet-2"], flowLogs=True) == [
        ("", "flowLogs must not be set beside vpcId: an existing VPC stays as it is; drop one of the two")
    ]


def test_subnets_without_their_vpc() -> None:
    assert errors(publicSubnetIds=["subnet-1"]) == [
        ("", "vpcId must be set beside subnet ids (subnet-1); add it, or drop the subnet ids")
    ]
