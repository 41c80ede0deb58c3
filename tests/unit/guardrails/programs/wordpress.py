"""WordPress on Fargate with a database, as tutorials have it: nothing is encrypted."""

from __future__ import annotations

import json
from typing import Final

from tests.unit.guardrails.as_engine import Member
from tests.unit.guardrails.programs.program import made

_TRUST: Final = json.dumps(
    {"Statement": [{"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
)


def members() -> list[Member]:
    """A load balancer, a service with two tasks, and a database that everybody can reach."""
    return [
        made(
            "aws:ec2/securityGroup:SecurityGroup",
            "web",
            {
                "vpcId": "vpc-1",
                "ingress": [
                    {"protocol": "tcp", "fromPort": 80, "toPort": 80, "cidrBlocks": ["0.0.0.0/0"]},
                    {"protocol": "tcp", "fromPort": 3306, "toPort": 3306, "cidrBlocks": ["0.0.0.0/0"]},
                ],
            },
        ),
        made("aws:lb/loadBalancer:LoadBalancer", "web", {"subnets": ["subnet-1", "subnet-2"]}),
        made("aws:lb/targetGroup:TargetGroup", "web", {"port": 80, "protocol": "HTTP", "targetType": "ip"}),
        made("aws:lb/listener:Listener", "web", {"port": 80, "protocol": "HTTP"}, loadBalancerArn="web"),
        made("aws:iam/role:Role", "task", {"assumeRolePolicy": _TRUST}),
        made("aws:ecs/cluster:Cluster", "apps"),
        made(
            "aws:ecs/taskDefinition:TaskDefinition",
            "wordpress",
            {"cpu": "256", "memory": "512", "requiresCompatibilities": ["FARGATE"], "family": "wordpress"},
        ),
        made(
            "aws:ecs/service:Service",
            "wordpress",
            {"desiredCount": 2, "launchType": "FARGATE"},
            cluster="apps",
            taskDefinition="wordpress",
        ),
        made(
            "aws:rds/instance:Instance",
            "wordpress",
            {
                "engine": "mysql",
                "engineVersion": "5.7.44",
                "instanceClass": "db.t3.micro",
                "allocatedStorage": 20,
                "storageType": "gp2",
                "publiclyAccessible": True,
                "skipFinalSnapshot": True,
            },
        ),
        made("aws:efs/fileSystem:FileSystem", "content", {}),
    ]
