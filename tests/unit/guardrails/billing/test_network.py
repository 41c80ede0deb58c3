"""Gateways are counted in their own VPC, and an address is in use whoever takes it."""

from __future__ import annotations

import pytest
from guardrails.billing import elastic_ips_in_use, nat_gateways_per_zone

from tests.unit.guardrails.as_engine import UNKNOWN, Member, Verdict, judge_stack
from tests.unit.guardrails.examples.billing import EIP, NAT
from tests.unit.guardrails.examples.safety import SUBNET

VPC = "aws:ec2/vpc:Vpc"
ZONE = "eu-west-1a"


def networks(*vpcs: str, known: bool = True) -> list[Member]:
    """For each of ``vpcs`` a subnet in one zone with a gateway; before the update, no id is known."""
    made = [Member(VPC, name, {"id": name if known else UNKNOWN}) for name in sorted(set(vpcs))]
    for number, vpc in enumerate(vpcs):
        place = {"availabilityZone": ZONE, "vpcId": vpc if known else UNKNOWN}
        made.append(Member(SUBNET, f"subnet-{number}", place, references={"vpcId": [vpc]}))
        inside = {"subnetId": [f"subnet-{number}"]}
        made.append(Member(NAT, f"nat-{number}", {"subnetId": UNKNOWN}, references=inside))
    return made


@pytest.mark.parametrize("known", [True, False])
def test_each_vpc_has_a_gateway_of_its_own_in_a_zone(known: bool) -> None:
    assert judge_stack(nat_gateways_per_zone.RULE, networks("one", "two", known=known)) == Verdict(())


@pytest.mark.parametrize("known", [True, False])
def test_a_second_gateway_in_the_zone_of_a_vpc_is_one_too_many(known: bool) -> None:
    found = judge_stack(nat_gateways_per_zone.RULE, networks("one", "two", "one", known=known))
    (message,) = found.violations
    assert message.startswith(f"{NAT} 'nat-2', subnetId: NAT gateway number 2 in {ZONE}.")


def test_a_vpc_that_is_not_known_yet_is_named() -> None:
    subnet = Member(SUBNET, "subnet", {"availabilityZone": ZONE, "vpcId": UNKNOWN})
    gateway = Member(NAT, "nat", {"subnetId": UNKNOWN}, references={"subnetId": ["subnet"]})
    assert judge_stack(nat_gateways_per_zone.RULE, [subnet, gateway]) == Verdict(
        (),
        f"not known before the update: {NAT} 'nat': subnetId (which VPC it is in). "
        "The rule decides in the update.",
    )


@pytest.mark.parametrize(
    ("token", "prop"),
    [
        ("kubernetes:core/v1:Service", "metadata"),
        ("kubernetes:helm.sh/v3:Release", "values"),
        ("aws:transfer/server:Server", "endpointDetails"),
        ("aws:alb/loadBalancer:LoadBalancer", "subnetMappings"),
    ],
)
def test_whoever_takes_the_address_uses_it(token: str, prop: str) -> None:
    address = Member(EIP, "address", {"domain": "vpc"})
    taking = Member(token, "taking", {prop: UNKNOWN}, references={prop: ["address"]})
    assert judge_stack(elastic_ips_in_use.RULE, [address, taking]) == Verdict(())
    beside = Member(token, "beside", {prop: {}})
    assert len(judge_stack(elastic_ips_in_use.RULE, [address, beside]).violations) == 1


def test_a_load_balancer_that_names_the_address_by_its_id_uses_it() -> None:
    address = Member(EIP, "address", {"id": "eipalloc-1"})
    mapped = {"subnetMappings": [{"subnetId": "subnet-1", "allocationId": "eipalloc-1"}]}
    balancer = Member("aws:alb/loadBalancer:LoadBalancer", "balancer", mapped)
    assert judge_stack(elastic_ips_in_use.RULE, [address, balancer]) == Verdict(())
