"""A network, a role and a launch template; the config says which instance type."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
trust = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
role = aws.iam.Role("web", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))
vpc = aws.ec2.Vpc("shop", cidr_block="10.9.0.0/16")
logs = aws.cloudwatch.LogGroup("web", retention_in_days=config.get_int("days"))
template = aws.ec2.LaunchTemplate(
    "web",
    instance_type=role.unique_id if config.get_bool("late") else config.get("type") or "t3.small",
    metadata_options=aws.ec2.LaunchTemplateMetadataOptionsArgs(
        http_tokens="required", http_put_response_hop_limit=1
    ),
    block_device_mappings=[
        aws.ec2.LaunchTemplateBlockDeviceMappingArgs(
            device_name="/dev/xvda",
            ebs=aws.ec2.LaunchTemplateBlockDeviceMappingEbsArgs(
                volume_type="gp3", volume_size=20, encrypted="true"
            ),
        )
    ],
)
