"""The types of aws-native that rules judge: EC2, EKS, IAM, RDS, S3, Auto Scaling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from guardrails.native.shape import Shape

_NO_TAGS: Final = frozenset({"tags"})
_NO_SNAPSHOT: Final = frozenset({"skipFinalSnapshot", "finalSnapshotIdentifier"})
"""CloudFormation keeps a snapshot by a policy of the stack, which aws-native doesn't have."""
_DOCUMENT: Final = {"policyDocument": "policy"}
_DISKS: Final = {
    "blockDeviceMappings[0].ebs": "rootBlockDevice",
    "blockDeviceMappings[].ebs": "ebsBlockDevices[]",
}
_TEMPLATE: Final = "launchTemplate.launchTemplateSpecification"

SHAPES: Final[Mapping[str, Shape]] = {
    "aws-native:autoscaling:AutoScalingGroup": Shape(
        "aws:autoscaling/group:Group",
        paths={
            "vpcZoneIdentifier": "vpcZoneIdentifiers",
            "launchConfigurationName": "launchConfiguration",
            "launchTemplate.launchTemplateId": "launchTemplate.id",
            "launchTemplate.launchTemplateName": "launchTemplate.name",
            f"mixedInstancesPolicy.{_TEMPLATE}.version": f"mixedInstancesPolicy.{_TEMPLATE}.version",
        },
        # They say for each tag whether it is handed on, in both.
        tags=(),
        numbers=("minSize", "maxSize", "desiredCapacity"),
    ),
    "aws-native:autoscaling:LaunchConfiguration": Shape(
        "aws:ec2/launchConfiguration:LaunchConfiguration", paths=_DISKS, lacks=_NO_TAGS
    ),
    "aws-native:ec2:Eip": Shape("aws:ec2/eip:Eip", paths={"instanceId": "instance"}),
    "aws-native:ec2:Instance": Shape(
        "aws:ec2/instance:Instance",
        paths={
            **_DISKS,
            "networkInterfaces[].associatePublicIpAddress": "associatePublicIpAddress",
            "launchTemplate.launchTemplateId": "launchTemplate.id",
            "launchTemplate.launchTemplateName": "launchTemplate.name",
        },
    ),
    "aws-native:ec2:LaunchTemplate": Shape(
        "aws:ec2/launchTemplate:LaunchTemplate",
        paths={
            "launchTemplateData.blockDeviceMappings": "blockDeviceMappings",
            "launchTemplateData.imageId": "imageId",
            "launchTemplateData.instanceRequirements": "instanceRequirements",
            "launchTemplateData.instanceType": "instanceType",
            "launchTemplateData.metadataOptions": "metadataOptions",
            "launchTemplateData.networkInterfaces": "networkInterfaces",
            "launchTemplateData.tagSpecifications": "tagSpecifications",
            "launchTemplateName": "name",
            # Those of the template itself.
            "tagSpecifications[].tags": "tags",
            "tagSpecifications[].resourceType": "taggedResourceType",
        },
        tags=("launchTemplateData.tagSpecifications[].tags", "tagSpecifications[].tags"),
    ),
    "aws-native:ec2:NatGateway": Shape("aws:ec2/natGateway:NatGateway"),
    "aws-native:ec2:NetworkAcl": Shape("aws:ec2/networkAcl:NetworkAcl"),
    "aws-native:ec2:SecurityGroup": Shape(
        "aws:ec2/securityGroup:SecurityGroup",
        paths={
            "securityGroupIngress[].cidrIp": "ingress[].cidrBlocks",
            "securityGroupIngress[].cidrIpv6": "ingress[].ipv6CidrBlocks",
            "securityGroupIngress[].ipProtocol": "ingress[].protocol",
            "securityGroupIngress[]": "ingress[]",
        },
    ),
    "aws-native:ec2:SecurityGroupIngress": Shape(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        paths={"cidrIp": "cidrIpv4"},
        lacks=_NO_TAGS,
    ),
    "aws-native:ec2:Subnet": Shape("aws:ec2/subnet:Subnet"),
    "aws-native:ec2:Volume": Shape("aws:ebs/volume:Volume", paths={"volumeType": "type"}),
    "aws-native:ec2:Vpc": Shape("aws:ec2/vpc:Vpc"),
    "aws-native:eks:Addon": Shape("aws:eks/addon:Addon"),
    "aws-native:eks:Cluster": Shape(
        "aws:eks/cluster:Cluster",
        paths={
            "resourcesVpcConfig": "vpcConfig",
            "encryptionConfig[]": "encryptionConfig",
            "logging.clusterLogging.enabledTypes[].type": "enabledClusterLogTypes[]",
        },
    ),
    "aws-native:eks:Nodegroup": Shape(
        "aws:eks/nodeGroup:NodeGroup",
        paths={
            "subnets": "subnetIds",
            "nodegroupName": "nodeGroupName",
            "remoteAccess.sourceSecurityGroups": "remoteAccess.sourceSecurityGroupIds",
        },
        tags=(),
    ),
    "aws-native:iam:GroupPolicy": Shape("aws:iam/groupPolicy:GroupPolicy", paths=_DOCUMENT),
    "aws-native:iam:ManagedPolicy": Shape("aws:iam/policy:Policy", paths=_DOCUMENT, lacks=_NO_TAGS),
    "aws-native:iam:Role": Shape(
        "aws:iam/role:Role",
        paths={
            "assumeRolePolicyDocument": "assumeRolePolicy",
            "policies[].policyDocument": "inlinePolicies[].policy",
            "policies[].policyName": "inlinePolicies[].name",
            "policies[]": "inlinePolicies[]",
            "roleName": "name",
        },
    ),
    "aws-native:iam:RolePolicy": Shape("aws:iam/rolePolicy:RolePolicy", paths=_DOCUMENT),
    "aws-native:iam:UserPolicy": Shape("aws:iam/userPolicy:UserPolicy", paths=_DOCUMENT),
    "aws-native:rds:DbCluster": Shape(
        "aws:rds/cluster:Cluster",
        paths={"sourceDbClusterIdentifier": "replicationSourceIdentifier"},
        lacks=_NO_SNAPSHOT,
    ),
    "aws-native:rds:DbInstance": Shape(
        "aws:rds/instance:Instance",
        paths={
            "dbInstanceClass": "instanceClass",
            "dbSnapshotIdentifier": "snapshotIdentifier",
            "sourceDbInstanceIdentifier": "replicateSourceDb",
        },
        numbers=("allocatedStorage",),
        lacks=_NO_SNAPSHOT,
    ),
    "aws-native:rds:GlobalCluster": Shape(
        "aws:rds/globalCluster:GlobalCluster",
        paths={"sourceDbClusterIdentifier": "sourceDbClusterIdentifier"},
    ),
    "aws-native:s3:Bucket": Shape(
        "aws:s3/bucket:Bucket",
        paths={"bucketName": "bucket", "accessControl": "acl"},
        values={
            "accessControl": {
                "PublicRead": "public-read",
                "PublicReadWrite": "public-read-write",
                "AuthenticatedRead": "authenticated-read",
            }
        },
        lacks=frozenset({"forceDestroy"}),
    ),
    "aws-native:s3:BucketPolicy": Shape("aws:s3/bucketPolicy:BucketPolicy", paths=_DOCUMENT),
}
