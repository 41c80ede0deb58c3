"""What holds for all resource types: names, tags, previews, refusals."""

from __future__ import annotations

import pytest

from sandbox.wire.provider import Failure, RefusalError
from sandbox.wire.values import UNKNOWN
from tests.unit.sandbox.account import Account, trust

ROLE = "aws:iam/role:Role"
VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"


def test_a_missing_region_names_the_key_and_the_fix(account: Account) -> None:
    with pytest.raises(RefusalError, match=r"aws:region is not set: .*pulumi config set aws:region"):
        account.provider.configure({})


def test_a_missing_property_is_a_failure(account: Account) -> None:
    assert account.check(SUBNET, cidrBlock="10.0.0.0/24").failures == [
        Failure("vpcId", "aws:ec2/subnet:Subnet 'it': missing required property 'vpcId'")
    ]


def test_an_unknown_property_is_a_failure(account: Account) -> None:
    assert account.check(VPC, cidr="10.0.0.0/16").failures == [
        Failure("cidr", "aws:ec2/vpc:Vpc 'it': 'cidr' is not a property of this type")
    ]


def test_an_unknown_type_is_refused_by_name(account: Account) -> None:
    with pytest.raises(RefusalError, match="the sandbox does not know aws:rds/instance:Instance yet"):
        account.check("aws:rds/instance:Instance")


def test_a_name_is_generated_once_and_kept(account: Account) -> None:
    first = account.check(ROLE, assumeRolePolicy="{}").inputs
    assert first["name"] == "it-19b2585"
    again = account.check(ROLE, olds=first | {"name": "it-kept123"}, assumeRolePolicy="{}").inputs
    assert again["name"] == "it-kept123"


def test_a_name_that_the_program_gave_up_is_generated_anew(account: Account) -> None:
    named = account.check(ROLE, name="mine", assumeRolePolicy="{}").inputs
    assert account.check(ROLE, olds=named, assumeRolePolicy="{}").inputs["name"] != "mine"


def test_default_tags_are_merged_and_the_program_s_own_win(tagged_account: Account) -> None:
    vpc = tagged_account.create(VPC, cidrBlock="10.0.0.0/16", tags={"Team": "mine"})
    assert vpc.outputs["tags"] == {"Owner": "platform", "Team": "mine"}
    assert vpc.outputs["tagsAll"] == {"Owner": "platform", "Team": "mine"}


def test_a_preview_leaves_unknown_what_only_aws_can_say(account: Account) -> None:
    inputs = account.check(VPC, cidrBlock="10.0.0.0/16", tags={"a": "b"}).inputs
    planned = account.provider.plan_create(account.session, VPC, inputs)
    assert planned["arn"] is UNKNOWN
    assert planned["mainRouteTableId"] is UNKNOWN
    assert planned["cidrBlock"] == "10.0.0.0/16"
    assert planned["tagsAll"] == {"a": "b"}
    assert planned["region"] == "us-east-1"
    assert planned["enableDnsSupport"] is True


def test_a_preview_of_an_update_keeps_what_does_not_change(account: Account) -> None:
    vpc = account.create(VPC, cidrBlock="10.0.0.0/16", tags={"a": "b"})
    new = account.check(VPC, olds=vpc.inputs, cidrBlock="10.0.0.0/16", tags={"a": "c"}).inputs
    planned = account.provider.plan_update(account.session, VPC, vpc, new)
    assert planned == vpc.outputs | {"tags": {"a": "c"}, "tagsAll": {"a": "c"}}


def test_a_replacement_under_a_chosen_name_deletes_first(account: Account) -> None:
    role = account.create(ROLE, name="mine", assumeRolePolicy=trust("ec2.amazonaws.com"))
    moved = account.diff(ROLE, role, name="mine", path="/x/", assumeRolePolicy=trust("ec2.amazonaws.com"))
    assert moved.delete_first
    renamed = account.diff(ROLE, role, name="other", assumeRolePolicy=trust("ec2.amazonaws.com"))
    assert [change.path for change in renamed.changes if change.replaces] == ["name"]
    assert not renamed.delete_first


def test_a_resource_can_live_in_another_region(account: Account) -> None:
    vpc = account.create(VPC, cidrBlock="10.0.0.0/16", region="eu-west-1")
    assert vpc.outputs["arn"].startswith("arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-")
    moved = account.diff(VPC, vpc, cidrBlock="10.0.0.0/16")
    assert [(change.path, change.replaces) for change in moved.changes] == [("region", True)]


def test_aws_s_own_words_come_through(account: Account) -> None:
    vpc = account.create(VPC, cidrBlock="10.0.0.0/16").physical
    account.create(SUBNET, vpcId=vpc, cidrBlock="10.0.0.0/24")
    with pytest.raises(RefusalError) as refused:
        account.create(SUBNET, vpcId=vpc, cidrBlock="10.0.0.0/25")
    assert str(refused.value) == (
        "creating aws:ec2/subnet:Subnet: CreateSubnet: InvalidSubnet.Conflict: "
        "The CIDR '10.0.0.0/25' conflicts with another subnet"
    )


def test_a_vpc_in_use_cannot_be_deleted(account: Account) -> None:
    vpc = account.create(VPC, cidrBlock="10.0.0.0/16")
    account.create(SUBNET, vpcId=vpc.physical, cidrBlock="10.0.0.0/24")
    with pytest.raises(RefusalError, match="DeleteVpc: DependencyViolation"):
        account.delete(VPC, vpc)


def test_what_is_gone_already_is_deleted(account: Account) -> None:
    vpc = account.create(VPC, cidrBlock="10.0.0.0/16")
    account.delete(VPC, vpc)
    account.delete(VPC, vpc)
    assert account.read(VPC, vpc) is None


def test_a_malformed_policy_is_refused(account: Account) -> None:
    with pytest.raises(RefusalError, match="CreateRole: MalformedPolicyDocument"):
        account.create(ROLE, assumeRolePolicy="{}")


def test_a_refresh_sees_what_somebody_changed(account: Account) -> None:
    vpc = account.create(VPC, cidrBlock="10.0.0.0/16", tags={"a": "b"})
    account.session.aws.client("ec2").create_tags(
        Resources=[vpc.physical], Tags=[{"Key": "by", "Value": "hand"}]
    )
    found = account.read(VPC, vpc)
    assert found is not None
    assert found.inputs["tags"] == {"a": "b", "by": "hand"}


def test_a_refresh_of_what_nobody_touched_finds_no_change(account: Account) -> None:
    cluster = account.cluster()
    found = account.read("aws:eks/cluster:Cluster", cluster)
    assert found is not None
    assert (found.inputs, found.outputs) == (cluster.inputs, cluster.outputs)
