"""What may belong to somebody else is shown with the reason, and kept."""

from __future__ import annotations

import pytest

from cli.aws.region import Region
from cli.leftovers.delete import Deletion
from cli.leftovers.find import find_leftovers
from cli.leftovers.model import Decision, Leftover
from tests.unit.cli.leftovers.account import Planter, owned, spec

HOME = "us-east-1"


@pytest.fixture
def region() -> Region:
    return Region(HOME)


@pytest.fixture
def prod(region: Region) -> Planter:
    """A living cluster in a VPC of its own."""
    planter = Planter(region, "prod", cidr="10.1.0.0/16")
    planter.network()
    planter.control_plane()
    return planter


def only(cluster: str, *, regions: tuple[str, ...] = (HOME,), enabled: tuple[str, ...] = (HOME,)) -> Leftover:
    """The one leftover there is, which outlives a deletion where it is in doubt."""
    findings = find_leftovers(cluster, regions, enabled)
    (leftover,) = findings.leftovers
    assert (
        Deletion(tell=lambda line: None, sleep=lambda seconds: None).delete([leftover], findings.scopes) == []
    )
    assert find_leftovers(cluster, regions, enabled).leftovers == (leftover,)
    assert leftover.decision is Decision.UNSURE
    return leftover


def test_a_volume_tagged_for_two_clusters_is_kept(region: Region) -> None:
    region.ec2.create_volume(
        AvailabilityZone="us-east-1a",
        Size=1,
        TagSpecifications=spec("volume", [*owned("dev"), *owned("prod")]),
    )

    assert only("dev").why == "its tags also name prod"


def test_a_name_that_fits_does_not_outweigh_a_tag(region: Region) -> None:
    region.cloudformation.create_stack(
        StackName="eksctl-dev-nodegroup-a-cluster",
        TemplateBody='{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}',
        Tags=[{"Key": "alpha.eksctl.io/cluster-name", "Value": "dev-nodegroup-a"}],
    )

    assert only("dev").why == "its tags also name dev-nodegroup-a"


def test_a_stack_without_tags_whose_name_fits_a_living_cluster_better_is_kept(region: Region) -> None:
    longer = Planter(region, "dev-nodegroup-a", cidr="10.1.0.0/16")
    longer.network()
    longer.control_plane()
    region.cloudformation.create_stack(
        StackName="eksctl-dev-nodegroup-a-cluster",
        TemplateBody='{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}',
    )

    assert only("dev").why == "its name fits the living cluster dev-nodegroup-a too"


def test_a_balancer_in_the_vpc_of_another_living_cluster_is_kept(region: Region, prod: Planter) -> None:
    region.elbv2.create_load_balancer(
        Name="liar", Subnets=prod.subnets, Tags=[{"Key": "elbv2.k8s.aws/cluster", "Value": "dev"}]
    )

    assert only("dev").why == f"its VPC {prod.vpc_id} is the living cluster prod's"


def test_a_security_group_in_a_vpc_that_is_tagged_for_another_cluster_is_kept(region: Region) -> None:
    prod = Planter(region, "prod")
    prod.network()
    region.ec2.create_security_group(
        GroupName="liar",
        Description="-",
        VpcId=prod.vpc_id,
        TagSpecifications=spec("security-group", owned("dev")),
    )

    assert only("dev").why == f"its VPC {prod.vpc_id} is tagged for prod"


def test_a_vpc_that_is_only_shared_with_the_cluster_is_kept(region: Region) -> None:
    region.ec2.create_vpc(
        CidrBlock="10.0.0.0/16",
        TagSpecifications=spec("vpc", [{"Key": "kubernetes.io/cluster/dev", "Value": "shared"}]),
    )

    assert only("dev").why == "tagged as shared: the cluster used it and did not make it"


def test_a_vpc_with_another_living_cluster_in_it_is_kept(region: Region, prod: Planter) -> None:
    region.ec2.delete_tags(Resources=[prod.vpc_id], Tags=owned("prod"))
    region.ec2.create_tags(Resources=[prod.vpc_id], Tags=owned("dev"))

    assert only("dev").why == "the living cluster prod is in it"


def test_a_nat_gateway_without_tags_in_a_vpc_with_another_living_cluster_is_not_taken_for_ours(
    region: Region, prod: Planter
) -> None:
    region.ec2.delete_tags(Resources=[prod.vpc_id], Tags=owned("prod"))
    region.ec2.create_tags(Resources=[prod.vpc_id], Tags=owned("dev"))
    address = region.ec2.allocate_address(Domain="vpc")["AllocationId"]
    region.ec2.create_nat_gateway(SubnetId=prod.subnets[0], AllocationId=address)

    assert only("dev").kind == "VPC"


def test_a_volume_on_the_instance_of_another_cluster_is_kept(region: Region, prod: Planter) -> None:
    image = region.ec2.register_image(Name="node")["ImageId"]
    instance = prod.instance(image, owned("prod"))
    volume = region.ec2.create_volume(
        AvailabilityZone="us-east-1a", Size=1, TagSpecifications=spec("volume", owned("dev"))
    )["VolumeId"]
    region.ec2.attach_volume(VolumeId=volume, InstanceId=instance, Device="/dev/sdb")

    assert only("dev").why == f"it is on the instance {instance}, which is not this cluster's"


def test_an_address_on_the_instance_of_nobody_we_know_is_kept(region: Region, prod: Planter) -> None:
    instance = prod.instance(
        region.ec2.register_image(Name="bastion")["ImageId"], [{"Key": "a", "Value": "b"}]
    )
    address = region.ec2.allocate_address(Domain="vpc", TagSpecifications=spec("elastic-ip", owned("dev")))
    region.ec2.associate_address(AllocationId=address["AllocationId"], InstanceId=instance)

    assert only("dev").why == f"its VPC {prod.vpc_id} is the living cluster prod's"


def test_an_oidc_provider_of_another_living_cluster_is_kept(region: Region, prod: Planter) -> None:
    (provider,) = prod.ids["OIDC provider"]
    region.iam.tag_open_id_connect_provider(
        OpenIDConnectProviderArn=provider, Tags=[{"Key": "alpha.eksctl.io/cluster-name", "Value": "dev"}]
    )

    assert only("dev").why == "it is the issuer of the living cluster prod in us-east-1"


def test_a_role_that_another_living_cluster_runs_with_is_kept(region: Region, prod: Planter) -> None:
    region.iam.untag_role(RoleName="prod-nodes", TagKeys=["kubernetes.io/cluster/prod"])
    region.iam.tag_role(RoleName="prod-nodes", Tags=[{"Key": "eks:cluster-name", "Value": "dev"}])

    assert only("dev").why == "the living cluster prod in us-east-1 uses it"


def test_a_role_is_kept_while_a_cluster_of_the_same_name_lives_in_another_region(region: Region) -> None:
    namesake = Planter(Region("eu-west-1"), "dev")
    namesake.network()
    namesake.control_plane()
    region.iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=namesake.ids["OIDC provider"].pop())
    for role in ("dev-nodes", "dev-fargate", "dev-control-plane"):
        region.iam.untag_role(RoleName=role, TagKeys=["kubernetes.io/cluster/dev"])
    namesake.role("irsa")

    leftover = only("dev", enabled=(HOME, "eu-west-1"))

    assert leftover.why == "a cluster dev lives in eu-west-1, which is not looked at"


def test_a_launch_template_that_a_foreign_group_starts_from_is_kept(region: Region, prod: Planter) -> None:
    image = region.ec2.register_image(Name="node")["ImageId"]
    template = region.ec2.create_launch_template(
        LaunchTemplateName="shared",
        LaunchTemplateData={"ImageId": image, "InstanceType": "m6i.large"},
        TagSpecifications=spec("launch-template", owned("dev")),
    )["LaunchTemplate"]["LaunchTemplateId"]
    region.autoscaling.create_auto_scaling_group(
        AutoScalingGroupName="batch",
        LaunchTemplate={"LaunchTemplateId": template, "Version": "$Latest"},
        MinSize=0,
        MaxSize=1,
        VPCZoneIdentifier=prod.subnets[0],
    )

    assert only("dev").why == "the foreign Auto Scaling group batch starts from it"


def test_a_living_cluster_of_ours_in_a_shared_vpc_may_delete_what_is_its_own(
    region: Region, prod: Planter
) -> None:
    tenant = Planter(region, "dev")
    tenant.vpc_id, tenant.subnets = prod.vpc_id, prod.subnets
    tenant.control_plane()
    tenant.balancers()

    findings = find_leftovers("dev", [HOME], [HOME])

    assert {leftover.decision for leftover in findings.leftovers} == {Decision.DELETE}


def test_a_key_that_another_living_cluster_encrypts_with_is_kept(region: Region) -> None:
    key = region.kms.create_key(Tags=[{"TagKey": "selfdriving:cluster", "TagValue": "dev"}])["KeyMetadata"]
    prod = Planter(region, "prod")
    prod.network()
    prod.control_plane(key_arn=key["Arn"])

    assert only("dev").why == "the living cluster prod encrypts with it"
