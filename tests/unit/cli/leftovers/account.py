"""Plants what a cluster leaves behind, in an AWS account that moto answers for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.eks.models import eks_backends

from cli.aws.region import Region

if TYPE_CHECKING:
    from mypy_boto3_ec2.literals import ResourceTypeType
    from mypy_boto3_ec2.type_defs import TagSpecificationTypeDef, TagTypeDef

_TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})
_POLICY = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2:Describe*", "Resource": "*"}]}
)
_TEMPLATE = json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})


def owned(cluster: str) -> list[TagTypeDef]:
    """The tag that Kubernetes' own controllers put on what they make."""
    return [{"Key": f"kubernetes.io/cluster/{cluster}", "Value": "owned"}]


def spec(resource_type: ResourceTypeType, tags: list[TagTypeDef]) -> list[TagSpecificationTypeDef]:
    return [{"ResourceType": resource_type, "Tags": tags}]


class Planter:
    """Makes things for one cluster and keeps their identifiers by kind, as the finders name them."""

    def __init__(self, region: Region, cluster: str, cidr: str = "10.0.0.0/16") -> None:
        self.region = region
        self.cluster = cluster
        self.ids: dict[str, set[str]] = {}
        self._cidr = cidr
        self.vpc_id = ""
        self.subnets: list[str] = []

    def add(self, kind: str, identifier: str) -> str:
        self.ids.setdefault(kind, set()).add(identifier)
        return identifier

    @property
    def tags(self) -> list[TagTypeDef]:
        return owned(self.cluster)

    def everything(self) -> Planter:
        self.network()
        self.control_plane()
        self.nodes()
        self.balancers()
        self.addresses()
        self.storage()
        self.account_wide()
        return self

    def network(self) -> None:
        ec2 = self.region.ec2
        vpc = ec2.create_vpc(CidrBlock=self._cidr, TagSpecifications=spec("vpc", self.tags))["Vpc"]
        self.vpc_id = self.add("VPC", vpc["VpcId"])
        prefix = self._cidr.rsplit(".", 2)[0]
        for index, zone in enumerate("ab"):
            subnet = ec2.create_subnet(
                VpcId=self.vpc_id,
                CidrBlock=f"{prefix}.{index}.0/24",
                AvailabilityZone=f"{self.region.name}{zone}",
            )
            self.subnets.append(subnet["Subnet"]["SubnetId"])
        gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=self.vpc_id)
        ec2.create_egress_only_internet_gateway(VpcId=self.vpc_id)
        ec2.create_route_table(VpcId=self.vpc_id)
        service = f"com.amazonaws.{self.region.name}.s3"
        ec2.create_vpc_endpoint(VpcId=self.vpc_id, ServiceName=service, VpcEndpointType="Gateway")

    def control_plane(self, key_arn: str = "") -> None:
        eks = self.region.eks
        eks.create_cluster(
            name=self.cluster,
            version="1.35",
            roleArn=self.role("control-plane"),
            resourcesVpcConfig={"subnetIds": self.subnets},
            encryptionConfig=[{"resources": ["secrets"], "provider": {"keyArn": key_arn}}] if key_arn else [],
        )
        # AWS answers with the VPC of the subnets and gives each cluster an issuer; moto 5.2 does not.
        cluster = eks_backends[DEFAULT_ACCOUNT_ID][self.region.name].clusters[self.cluster]
        cluster.resources_vpc_config["vpcId"] = self.vpc_id
        issuer = f"https://oidc.eks.{self.region.name}.amazonaws.com/id/{self.cluster.upper()}"
        cluster.identity = {"oidc": {"issuer": issuer}}
        self.add("EKS cluster", self.cluster)
        eks.create_nodegroup(
            clusterName=self.cluster,
            nodegroupName=f"{self.cluster}-general",
            subnets=self.subnets,
            nodeRole=self.role("nodes"),
        )
        self.add("node group", f"{self.cluster}-general")
        eks.create_fargate_profile(
            fargateProfileName=f"{self.cluster}-system",
            clusterName=self.cluster,
            podExecutionRoleArn=self.role("fargate"),
            selectors=[{"namespace": "kube-system"}],
        )
        self.add("Fargate profile", f"{self.cluster}-system")
        provider = self.region.iam.create_open_id_connect_provider(Url=issuer, ThumbprintList=["a" * 40])
        self.add("OIDC provider", provider["OpenIDConnectProviderArn"])

    def nodes(self) -> None:
        ec2 = self.region.ec2
        image = ec2.register_image(Name=f"{self.cluster}-node")["ImageId"]
        template = ec2.create_launch_template(
            LaunchTemplateName=f"{self.cluster}-nodes",
            LaunchTemplateData={"ImageId": image, "InstanceType": "m6i.large"},
            TagSpecifications=spec(
                "launch-template", [{"Key": "karpenter.k8s.aws/cluster", "Value": self.cluster}]
            ),
        )["LaunchTemplate"]["LaunchTemplateId"]
        self.add("launch template", template)
        self.region.autoscaling.create_auto_scaling_group(
            AutoScalingGroupName=f"{self.cluster}-self-managed",
            LaunchTemplate={"LaunchTemplateId": template, "Version": "$Latest"},
            MinSize=0,
            MaxSize=1,
            VPCZoneIdentifier=self.subnets[0],
            Tags=[
                {
                    "Key": f"kubernetes.io/cluster/{self.cluster}",
                    "Value": "owned",
                    "PropagateAtLaunch": True,
                    "ResourceId": f"{self.cluster}-self-managed",
                    "ResourceType": "auto-scaling-group",
                }
            ],
        )
        self.add("Auto Scaling group", f"{self.cluster}-self-managed")
        self.add("instance", self.instance(image, self.tags))

    def instance(self, image: str, tags: list[TagTypeDef]) -> str:
        started = self.region.ec2.run_instances(
            ImageId=image,
            MinCount=1,
            MaxCount=1,
            InstanceType="m6i.large",
            NetworkInterfaces=[{"DeviceIndex": 0, "SubnetId": self.subnets[0], "DeleteOnTermination": True}],
            TagSpecifications=spec("instance", tags),
        )
        return started["Instances"][0]["InstanceId"]

    def balancers(self) -> None:
        balancer = self.region.elbv2.create_load_balancer(
            Name=f"k8s-{self.cluster}",
            Subnets=self.subnets,
            Tags=[{"Key": "elbv2.k8s.aws/cluster", "Value": self.cluster}],
        )["LoadBalancers"][0]["LoadBalancerArn"]
        self.region.elbv2.modify_load_balancer_attributes(
            LoadBalancerArn=balancer, Attributes=[{"Key": "deletion_protection.enabled", "Value": "true"}]
        )
        self.add("load balancer", balancer)
        group = self.region.elbv2.create_target_group(
            Name=f"k8s-{self.cluster}",
            Protocol="HTTP",
            Port=80,
            VpcId=self.vpc_id,
            Tags=[{"Key": "elbv2.k8s.aws/cluster", "Value": self.cluster}],
        )["TargetGroups"][0]["TargetGroupArn"]
        self.region.elbv2.create_listener(
            LoadBalancerArn=balancer,
            Protocol="HTTP",
            Port=80,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": group}],
        )
        self.add("target group", group)
        self.region.elb.create_load_balancer(
            LoadBalancerName=f"a-{self.cluster}",
            Listeners=[{"Protocol": "tcp", "LoadBalancerPort": 80, "InstancePort": 80}],
            Subnets=self.subnets[:1],
            Tags=[{"Key": f"kubernetes.io/cluster/{self.cluster}", "Value": "owned"}],
        )
        self.add("classic load balancer", f"a-{self.cluster}")
        first, second = self.security_group("balancer"), self.security_group("backend")
        for one, other in ((first, second), (second, first)):
            pairs: list[Any] = [{"GroupId": other}]
            self.region.ec2.authorize_security_group_ingress(
                GroupId=one,
                IpPermissions=[
                    {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": pairs}
                ],
            )

    def security_group(self, name: str) -> str:
        group = self.region.ec2.create_security_group(
            GroupName=f"k8s-{self.cluster}-{name}",
            Description="made by a controller",
            VpcId=self.vpc_id,
            TagSpecifications=spec(
                "security-group", [{"Key": "elbv2.k8s.aws/cluster", "Value": self.cluster}]
            ),
        )
        return self.add("security group", group["GroupId"])

    def addresses(self) -> None:
        ec2 = self.region.ec2
        address = ec2.allocate_address(
            Domain="vpc",
            TagSpecifications=spec("elastic-ip", [{"Key": "selfdriving:cluster", "Value": self.cluster}]),
        )["AllocationId"]
        self.add("Elastic IP", address)
        gateway = ec2.create_nat_gateway(SubnetId=self.subnets[0], AllocationId=address)["NatGateway"]
        self.add("NAT gateway", gateway["NatGatewayId"])
        # AWS attaches and later removes it; in moto it is loose from the start.
        self.add("network interface", gateway["NatGatewayAddresses"][0]["NetworkInterfaceId"])
        tags: list[TagTypeDef] = [{"Key": "cluster.k8s.amazonaws.com/name", "Value": self.cluster}]
        interface = ec2.create_network_interface(
            SubnetId=self.subnets[1],
            Description="aws-K8S-i-0123456789abcdef0",
            TagSpecifications=spec("network-interface", tags),
        )["NetworkInterface"]["NetworkInterfaceId"]
        self.add("network interface", interface)

    def storage(self) -> None:
        ec2 = self.region.ec2
        name = f"{self.cluster}-dynamic-pvc-0c1d2e3f-1111-2222-3333-444455556666"
        volume = ec2.create_volume(
            AvailabilityZone=f"{self.region.name}a",
            Size=20,
            VolumeType="gp3",
            TagSpecifications=spec("volume", [{"Key": "Name", "Value": name}]),
        )["VolumeId"]
        self.add("volume", volume)
        snapshot = ec2.create_snapshot(VolumeId=volume, TagSpecifications=spec("snapshot", self.tags))
        self.add("snapshot", snapshot["SnapshotId"])

    def account_wide(self) -> None:
        self.region.cloudformation.create_stack(
            StackName=f"eksctl-{self.cluster}-nodegroup-general", TemplateBody=_TEMPLATE
        )
        self.add("CloudFormation stack", f"eksctl-{self.cluster}-nodegroup-general")
        for group in (
            f"/aws/eks/{self.cluster}/cluster",
            f"/aws/containerinsights/{self.cluster}/performance",
        ):
            self.region.logs.create_log_group(logGroupName=group)
            self.add("log group", group)
        key = self.region.kms.create_key()["KeyMetadata"]["KeyId"]
        self.region.kms.create_alias(AliasName=f"alias/eks/{self.cluster}", TargetKeyId=key)
        self.add("KMS key", key)
        profile = f"{self.cluster}_0123456789"
        role = f"{self.cluster}-karpenter"
        self.role("karpenter")
        self.region.iam.create_instance_profile(
            InstanceProfileName=profile,
            Tags=[{"Key": f"kubernetes.io/cluster/{self.cluster}", "Value": "owned"}],
        )
        self.region.iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=role)
        self.add("instance profile", profile)

    def role(self, name: str) -> str:
        full_name = f"{self.cluster}-{name}"
        iam = self.region.iam
        role = iam.create_role(
            RoleName=full_name,
            AssumeRolePolicyDocument=_TRUST,
            Tags=[{"Key": f"kubernetes.io/cluster/{self.cluster}", "Value": "owned"}],
        )
        iam.put_role_policy(RoleName=full_name, PolicyName="inline", PolicyDocument=_POLICY)
        self.add("IAM role", full_name)
        return role["Role"]["Arn"]
