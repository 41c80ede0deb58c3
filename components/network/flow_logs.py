"""VPC flow logs: each connection's addresses, kept for a while."""

from __future__ import annotations

import json

import pulumi
import pulumi_aws as aws


def declare_flow_logs(parent: pulumi.Resource, name: str, vpc: aws.ec2.Vpc, retention_days: int) -> None:
    """A log group, a role that may write to it alone, and the flow log."""
    opts = pulumi.ResourceOptions(parent=parent)
    label = f"{name}-flow-logs"
    group = aws.cloudwatch.LogGroup(label, retention_in_days=retention_days, opts=opts)
    role = aws.iam.Role(
        label,
        assume_role_policy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    }
                ],
            }
        ),
        opts=opts,
    )
    policy = aws.iam.RolePolicy(
        label,
        role=role.name,
        policy=pulumi.Output.json_dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
                        "Resource": pulumi.Output.concat(group.arn, ":*"),
                    }
                ],
            }
        ),
        opts=opts,
    )
    aws.ec2.FlowLog(
        label,
        vpc_id=vpc.id,
        traffic_type="ALL",
        log_destination=group.arn,
        iam_role_arn=role.arn,
        tags={"Name": label},
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[policy]),
    )
