"""Two subnets, which overlap where the stack says so; tags from the stack."""

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", tags={"Name": config.get("name") or "net"})
aws.ec2.Subnet("one", vpc_id=vpc.id, cidr_block="10.0.0.0/24", availability_zone="us-east-1a")
second = config.get("second") or "10.0.1.0/24"
aws.ec2.Subnet("two", vpc_id=vpc.id, cidr_block=second, availability_zone="us-east-1b")
pulumi.export("arn", vpc.arn)
