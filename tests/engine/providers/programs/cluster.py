"""A cluster by pulumi-eks with one node group, and a release in it."""

import json

import pulumi
import pulumi_aws as aws
import pulumi_eks as eks
import pulumi_kubernetes as kubernetes

trust = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}
vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16")
subnets = [
    aws.ec2.Subnet(
        zone, vpc_id=vpc.id, cidr_block=f"10.0.{number}.0/24", availability_zone=f"us-east-1{zone}"
    ).id
    for number, zone in enumerate("ab")
]
people = aws.iam.Role("people", assume_role_policy=json.dumps(trust))
nodes = aws.iam.Role("nodes", assume_role_policy=json.dumps(trust))
view = eks.AccessPolicyAssociationArgs(
    policy_arn="arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
    access_scope=aws.eks.AccessPolicyAssociationAccessScopeArgs(type="cluster"),
)
cluster = eks.Cluster(
    "shop",
    vpc_id=vpc.id,
    subnet_ids=subnets,
    version="1.34",
    skip_default_node_group=True,
    create_oidc_provider=True,
    authentication_mode=eks.AuthenticationMode.API,
    access_entries={"people": eks.AccessEntryArgs(principal_arn=people.arn, access_policies={"view": view})},
)
group = aws.eks.NodeGroup(
    "group",
    cluster_name=cluster.eks_cluster.name,
    node_role_arn=nodes.arn,
    subnet_ids=subnets,
    scaling_config={"min_size": 1, "desired_size": 1, "max_size": 2},
)
provider = kubernetes.Provider("shop", kubeconfig=cluster.kubeconfig_json)
release = kubernetes.helm.v3.Release(
    "release",
    name="release",
    chart="./charts/small",
    values={"password": pulumi.Output.secret("hidden-away")},
    opts=pulumi.ResourceOptions(provider=provider, depends_on=[group]),
)
pulumi.export("kubeconfig", cluster.kubeconfig)
pulumi.export("autoscalingGroup", group.resources[0].autoscaling_groups[0].name)
pulumi.export("nodeSecurityGroup", cluster.node_security_group_id)
pulumi.export("oidc", cluster.oidc_provider_arn)
pulumi.export("status", release.status.status)
