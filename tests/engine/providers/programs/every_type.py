"""One resource of each type that is not about a cluster."""

import json

import pulumi
import pulumi_aws as aws

z = aws.get_availability_zones(state="available")
assert z.names[0] == "us-east-1a", z.names
pulumi.export("z", z.zone_ids)
pulumi.export("me", aws.get_caller_identity().account_id)
pulumi.export("reg", aws.get_region().region)
pulumi.export("part", aws.get_partition().partition)
pulumi.export("av", aws.eks.get_addon_version(addon_name="vpc-cni", kubernetes_version="1.34").version)
pulumi.export(
    "off",
    len(
        aws.ec2.get_instance_type_offerings(
            location_type="availability-zone", filters=[{"name": "instance-type", "values": ["m5.large"]}]
        ).locations
    ),
)
pd = aws.iam.get_policy_document(
    statements=[
        {
            "actions": ["sts:AssumeRole"],
            "principals": [{"type": "Service", "identifiers": ["ec2.amazonaws.com"]}],
        }
    ]
).json
vpc = aws.ec2.Vpc(
    "net", cidr_block="10.0.0.0/16", enable_dns_hostnames=True, assign_generated_ipv6_cidr_block=True
)
s = aws.ec2.Subnet(
    "s",
    vpc_id=vpc.id,
    cidr_block="10.0.0.0/24",
    availability_zone_id=z.zone_ids[0],
    map_public_ip_on_launch=True,
)
s2 = aws.ec2.Subnet("s2", vpc_id=vpc.id, cidr_block="10.0.1.0/24", availability_zone=z.names[1])
igw = aws.ec2.InternetGateway("igw", vpc_id=vpc.id)
eo = aws.ec2.EgressOnlyInternetGateway("eo", vpc_id=vpc.id)
eip = aws.ec2.Eip("eip", domain="vpc", opts=pulumi.ResourceOptions(depends_on=[igw]))
nat = aws.ec2.NatGateway("nat", allocation_id=eip.allocation_id, subnet_id=s.id)
rt = aws.ec2.RouteTable("rt", vpc_id=vpc.id)
aws.ec2.Route("r", route_table_id=rt.id, destination_cidr_block="0.0.0.0/0", nat_gateway_id=nat.id)
aws.ec2.Route("r6", route_table_id=rt.id, destination_ipv6_cidr_block="::/0", egress_only_gateway_id=eo.id)
rt2 = aws.ec2.RouteTable("rt2", vpc_id=vpc.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": igw.id}])
aws.ec2.RouteTableAssociation("rta", route_table_id=rt.id, subnet_id=s2.id)
aws.ec2.DefaultSecurityGroup("dsg", vpc_id=vpc.id)
sg = aws.ec2.SecurityGroup(
    "sg",
    vpc_id=vpc.id,
    ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/16"]}],
    egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}],
)
aws.vpc.SecurityGroupIngressRule(
    "ir", security_group_id=sg.id, ip_protocol="tcp", from_port=80, to_port=80, cidr_ipv4="10.1.0.0/16"
)
aws.vpc.SecurityGroupEgressRule("er", security_group_id=sg.id, ip_protocol="-1", cidr_ipv6="::/0")
ep = aws.ec2.VpcEndpoint(
    "ep", vpc_id=vpc.id, service_name="com.amazonaws.us-east-1.s3", route_table_ids=[rt.id]
)
ep2 = aws.ec2.VpcEndpoint(
    "ep2",
    vpc_id=vpc.id,
    service_name="com.amazonaws.us-east-1.sts",
    vpc_endpoint_type="Interface",
    subnet_ids=[s.id, s2.id],
    security_group_ids=[sg.id],
    private_dns_enabled=True,
)
lg = aws.cloudwatch.LogGroup("lg", retention_in_days=7)
role = aws.iam.Role("role", assume_role_policy=pd)
aws.ec2.FlowLog("fl", vpc_id=vpc.id, log_destination=lg.arn, iam_role_arn=role.arn, traffic_type="ALL")
lt = aws.ec2.LaunchTemplate(
    "lt",
    image_id="ami-12c6146b",
    block_device_mappings=[
        {
            "device_name": "/dev/xvda",
            "ebs": {
                "encrypted": "true",
                "volume_size": 20,
                "volume_type": "gp3",
                "delete_on_termination": "true",
            },
        }
    ],
    metadata_options={"http_tokens": "required", "http_put_response_hop_limit": 1},
    tag_specifications=[{"resource_type": "instance", "tags": {"a": "b"}}],
    update_default_version=True,
)
asg = aws.autoscaling.Group(
    "asg",
    min_size=1,
    max_size=2,
    desired_capacity=1,
    vpc_zone_identifiers=[s.id],
    mixed_instances_policy={
        "launch_template": {
            "launch_template_specification": {"launch_template_id": lt.id, "version": "$Latest"},
            "overrides": [{"instance_type": "m5.large"}],
        },
        "instances_distribution": {"on_demand_percentage_above_base_capacity": 0},
    },
)
aws.autoscaling.Tag(
    "asgt", autoscaling_group_name=asg.name, tag={"key": "k", "value": "v", "propagate_at_launch": False}
)
inst = aws.ec2.Instance(
    "i", ami="ami-12c6146b", instance_type="t3.micro", subnet_id=s.id, vpc_security_group_ids=[sg.id]
)
aws.ebs.Volume("v", availability_zone=z.names[0], size=10, type="gp3", encrypted=True)
pol = aws.iam.Policy(
    "pol",
    policy=json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    ),
)
aws.iam.RolePolicyAttachment("rpa", role=role.name, policy_arn=pol.arn)
aws.iam.RolePolicy(
    "rp",
    role=role.name,
    policy=json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    ),
)
aws.iam.InstanceProfile("ip", role=role.name)
key = aws.kms.Key("key", enable_key_rotation=True, deletion_window_in_days=7)
aws.kms.Alias("al", name="alias/x", target_key_id=key.id)
q = aws.sqs.Queue("q", message_retention_seconds=300, sqs_managed_sse_enabled=True)
aws.sqs.QueuePolicy(
    "qp",
    queue_url=q.url,
    policy=q.arn.apply(
        lambda a: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "events.amazonaws.com"},
                        "Action": "sqs:SendMessage",
                        "Resource": a,
                    }
                ],
            }
        )
    ),
)
er = aws.cloudwatch.EventRule("evr", event_pattern=json.dumps({"source": ["aws.ec2"]}))
aws.cloudwatch.EventTarget("evt", rule=er.name, arn=q.arn)
t = aws.sns.Topic("t", kms_master_key_id="alias/aws/sns")
aws.sns.TopicSubscription("ts", topic=t.arn, protocol="email", endpoint="a@example.com")
aws.sns.TopicPolicy(
    "tp",
    arn=t.arn,
    policy=t.arn.apply(
        lambda a: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "budgets.amazonaws.com"},
                        "Action": "SNS:Publish",
                        "Resource": a,
                    }
                ],
            }
        )
    ),
)
aws.cloudwatch.MetricAlarm(
    "ma",
    comparison_operator="GreaterThanThreshold",
    evaluation_periods=1,
    metric_name="EstimatedCharges",
    namespace="AWS/Billing",
    period=21600,
    statistic="Maximum",
    threshold=10,
    dimensions={"Currency": "USD"},
    alarm_actions=[t.arn],
)
aws.budgets.Budget(
    "b",
    budget_type="COST",
    time_unit="MONTHLY",
    limit_amount="100",
    limit_unit="USD",
    notifications=[
        {
            "comparison_operator": "GREATER_THAN",
            "notification_type": "ACTUAL",
            "threshold": 80,
            "threshold_type": "PERCENTAGE",
            "subscriber_email_addresses": ["a@example.com"],
        }
    ],
)
am = aws.costexplorer.AnomalyMonitor("am", monitor_type="DIMENSIONAL", monitor_dimension="SERVICE")
aws.costexplorer.AnomalySubscription(
    "as",
    frequency="DAILY",
    monitor_arn_lists=[am.arn],
    subscribers=[{"type": "EMAIL", "address": "a@example.com"}],
)
aws.chatbot.SlackChannelConfiguration(
    "slack",
    configuration_name="billing",
    iam_role_arn="arn:aws:iam::123456789012:role/billing-slack",
    slack_team_id="T0123456789",
    slack_channel_id="C0123456789",
)
aws.s3.Bucket("bkt", force_destroy=True)
aws.route53.Zone("zz", name="example.com")
