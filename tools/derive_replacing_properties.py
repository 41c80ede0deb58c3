"""Derives which advised properties can't change in place.

From the CloudFormation registry in cfn-lint, and from what pulumi-aws says of its own inputs.
Run it after a new cfn-lint or a new line in a table:
PYTHONPATH=policies python -m tools.derive_replacing_properties
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from guardrails.safety.encryption_at_rest import ENCRYPTED
from guardrails.safety.exposure import EXPOSED
from guardrails.safety.volumes_encrypted import REQUIRED

OUTPUT: Final = Path(__file__).parents[1] / "policies" / "guardrails" / "data" / "replacing_properties.json"

REGISTRY: Final[Mapping[str, str]] = {
    "aws:apigateway/methodSettings:MethodSettings": "AWS::ApiGateway::Stage",
    "aws:appsync/apiCache:ApiCache": "AWS::AppSync::ApiCache",
    "aws:codebuild/project:Project": "AWS::CodeBuild::Project",
    "aws:dax/cluster:Cluster": "AWS::DAX::Cluster",
    "aws:dms/instanceProfile:InstanceProfile": "AWS::DMS::InstanceProfile",
    "aws:dms/replicationInstance:ReplicationInstance": "AWS::DMS::ReplicationInstance",
    "aws:docdb/cluster:Cluster": "AWS::DocDB::DBCluster",
    "aws:docdb/globalCluster:GlobalCluster": "AWS::DocDB::GlobalCluster",
    "aws:ebs/volume:Volume": "AWS::EC2::Volume",
    "aws:ec2/instance:Instance": "AWS::EC2::Instance",
    "aws:efs/fileSystem:FileSystem": "AWS::EFS::FileSystem",
    "aws:elasticache/replicationGroup:ReplicationGroup": "AWS::ElastiCache::ReplicationGroup",
    "aws:elasticsearch/domain:Domain": "AWS::Elasticsearch::Domain",
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": "AWS::KinesisFirehose::DeliveryStream",
    "aws:kinesis/stream:Stream": "AWS::Kinesis::Stream",
    "aws:m2/environment:Environment": "AWS::M2::Environment",
    "aws:mq/broker:Broker": "AWS::AmazonMQ::Broker",
    "aws:msk/cluster:Cluster": "AWS::MSK::Cluster",
    "aws:neptune/cluster:Cluster": "AWS::Neptune::DBCluster",
    "aws:neptune/clusterInstance:ClusterInstance": "AWS::Neptune::DBInstance",
    "aws:neptune/globalCluster:GlobalCluster": "AWS::Neptune::GlobalCluster",
    "aws:opensearch/domain:Domain": "AWS::OpenSearchService::Domain",
    "aws:rds/cluster:Cluster": "AWS::RDS::DBCluster",
    "aws:rds/clusterInstance:ClusterInstance": "AWS::RDS::DBInstance",
    "aws:rds/globalCluster:GlobalCluster": "AWS::RDS::GlobalCluster",
    "aws:rds/instance:Instance": "AWS::RDS::DBInstance",
    "aws:rds/shardGroup:ShardGroup": "AWS::RDS::DBShardGroup",
    "aws:redshift/cluster:Cluster": "AWS::Redshift::Cluster",
    "aws:redshiftserverless/workgroup:Workgroup": "AWS::RedshiftServerless::Workgroup",
    "aws:sqs/queue:Queue": "AWS::SQS::Queue",
    "aws:timestreaminfluxdb/dbCluster:DbCluster": "AWS::Timestream::InfluxDBCluster",
    "aws:timestreaminfluxdb/dbInstance:DbInstance": "AWS::Timestream::InfluxDBInstance",
    "aws:workspaces/workspace:Workspace": "AWS::WorkSpaces::Workspace",
}
"""What the registry calls the types of the tables."""

UNREGISTERED: Final = frozenset(
    {
        "aws:ebs/snapshotCopy:SnapshotCopy",
        "aws:ebs/snapshotImport:SnapshotImport",
        "aws:ec2/amiCopy:AmiCopy",
        "aws:ec2/launchConfiguration:LaunchConfiguration",
        "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
        "aws:lightsail/database:Database",
    }
)
"""Types that the registry doesn't have, or that hold no data of their own."""

_CALLED: Final = {
    "serverSideEncryption": "SSESpecification",
    "encryptAtRest": "EncryptionAtRestOptions",
    "vpcOptions": "VPCOptions",
    "rootBlockDevice": "BlockDeviceMappings",
    "brokerNodeGroupInfo": "BrokerNodeGroupInfo",
}
"""Properties that the registry calls otherwise than in capitals."""

_NEVER_IN_PLACE: Final = frozenset(
    {("aws:ebs/volume:Volume", "encrypted"), ("aws:ec2/instance:Instance", "rootBlockDevice.encrypted")}
)
"""What the registry takes for a change that may be refused: EC2 has no call that encrypts a volume."""


def derive() -> dict[str, object]:
    """The data file's content: the registry's date, and the properties by type."""
    folder = _schemas()
    date = json.loads((folder / "version.json").read_text(encoding="utf-8"))["schema_date"]
    found = {token: list(_replacing(token, folder)) for token in sorted(_advised())}
    return {
        "source": f"CloudFormation registry's createOnlyProperties, and pulumi-aws' inputs ({_versions()})",
        "as_of": date.partition("T")[0],
        "properties": {token: paths for token, paths in found.items() if paths},
    }


def _advised() -> dict[str, list[str]]:
    """Every path that a fix tells people to change, by type."""
    paths = {token: list(found) for token, found in REQUIRED.items()}
    for table in (ENCRYPTED, EXPOSED):
        for token, demands in table.items():
            paths.setdefault(token, []).extend(demand.path for demand in demands)
    return paths


def _replacing(token: str, folder: Path) -> Iterator[str]:
    create_only = () if token in UNREGISTERED else _create_only(REGISTRY[token], folder)
    for path in _advised()[token]:
        head = path.partition(".")[0].removesuffix("[]")
        called = _CALLED.get(head, f"{head[0].upper()}{head[1:]}")
        if f"/properties/{called}" in create_only or (token, path) in _NEVER_IN_PLACE or _told(token, head):
            yield path


def _told(token: str, prop: str) -> bool:
    """Whether the SDK's own description of the input says that a change makes a new resource."""
    module, _, name = token.split(":")[1].partition("/")
    file = _package("pulumi_aws") / module / f"{_snake(name)}.py"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    described = re.search(rf":param [^\n]* {_snake(prop)}: ([^\n]*)", text)
    return described is not None and "forces a new resource" in described[1].lower()


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _create_only(registered: str, folder: Path) -> list[str]:
    names: dict[str, str] = json.loads((folder / "providers" / "us-east-1.json").read_text(encoding="utf-8"))
    file = folder / "resources" / f"{names[registered]}.json"
    schema: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return [*schema.get("createOnlyProperties", ())]


def _schemas() -> Path:
    return _package("cfnlint") / "data" / "schemas"


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is not installed: install the project's development requirements first")
    return Path(spec.origin).parent


def _versions() -> str:
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("cfn-lint", "pulumi-aws"))


if __name__ == "__main__":
    OUTPUT.write_text(json.dumps(derive(), indent=1) + "\n", encoding="utf-8")
