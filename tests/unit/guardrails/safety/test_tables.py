"""The rules' tables against pulumi-aws, the CloudFormation registry and EC2's own API model."""

from __future__ import annotations

import json
from collections.abc import Mapping

import botocore.session
import pytest
from guardrails.safety.backups_kept import BACKED_UP
from guardrails.safety.deletion_protection import PROTECTED, UNPROTECTED
from guardrails.safety.demand import Demands
from guardrails.safety.encryption_at_rest import ENCRYPTED
from guardrails.safety.encryption_in_transit import IN_TRANSIT
from guardrails.safety.exposure import EXPOSED
from guardrails.safety.functions_called_by_known import CALLED
from guardrails.safety.keys_rotated import ROTATED
from guardrails.safety.replacement import replaces
from guardrails.safety.what_a_deletion_leaves import KEEPING

from tests.unit.guardrails.sdk_inputs import top_level_inputs, types_with
from tools import derive_lambda_runtimes, derive_replacing_properties

TABLES: Mapping[str, Demands] = {
    "encrypted": ENCRYPTED,
    "backed up": BACKED_UP,
    "called": CALLED,
    "exposed": EXPOSED,
    "in transit": IN_TRANSIT,
    "rotated": ROTATED,
    "keeping": KEEPING,
    "protected": PROTECTED,
}
LINES = sorted(
    {
        (token, demand.path)
        for table in TABLES.values()
        for token, demands in table.items()
        for demand in demands
    }
)

KEPT_OTHERWISE = {
    # The cluster keeps the data.
    "aws:neptune/clusterInstance:ClusterInstance",
    "aws:rds/clusterInstance:ClusterInstance",
    "aws:rds/globalCluster:GlobalCluster",
    # Servers, groups, names and users hold none, an object is as deep as its bucket.
    "aws:autoscaling/group:Group",
    "aws:cloudwatch/eventRule:EventRule",
    "aws:cloudwatch/eventTarget:EventTarget",
    "aws:directconnect/linkAggregationGroup:LinkAggregationGroup",
    "aws:ec2/defaultSubnet:DefaultSubnet",
    "aws:ec2/defaultVpc:DefaultVpc",
    "aws:ec2/instance:Instance",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    "aws:ecs/service:Service",
    "aws:ecs/taskSet:TaskSet",
    "aws:elasticbeanstalk/applicationVersion:ApplicationVersion",
    "aws:iam/user:User",
    "aws:redshift/endpointAuthorization:EndpointAuthorization",
    "aws:redshift/snapshotSchedule:SnapshotSchedule",
    "aws:route53/zone:Zone",
    "aws:s3/bucketObject:BucketObject",
    "aws:s3/bucketObjectv2:BucketObjectv2",
    "aws:s3/objectCopy:ObjectCopy",
    "aws:servicediscovery/service:Service",
    "aws:transfer/server:Server",
    # Tables of Athena and exchanged data lie in buckets.
    "aws:athena/database:Database",
    "aws:athena/workgroup:Workgroup",
    "aws:dataexchange/revisionAssets:RevisionAssets",
}


@pytest.mark.parametrize(("token", "path"), LINES)
def test_every_line_is_an_input_of_the_sdk(token: str, path: str) -> None:
    assert path.partition(".")[0].removesuffix("[]") in top_level_inputs()[token]


def test_everything_that_can_be_publicly_accessible_is_judged() -> None:
    assert types_with("publiclyAccessible").keys() - EXPOSED.keys() == set()


def test_everything_that_can_be_encrypted_by_a_switch_is_judged() -> None:
    switches = ("storageEncrypted", "atRestEncryptionEnabled", "encryptAtRest")
    assert types_with(*switches).keys() - ENCRYPTED.keys() == {
        # Judged with the volumes.
        "aws:rds/cluster:Cluster",
        "aws:rds/instance:Instance",
    }


def test_everything_that_can_be_protected_from_deletion_is_judged_or_named_with_a_reason() -> None:
    switches = (
        "deletionProtection",
        "deletionProtectionEnabled",
        "enableDeletionProtection",
        "deleteProtection",
        "disableApiTermination",
    )
    assert types_with(*switches).keys() == PROTECTED.keys() | UNPROTECTED.keys()


def test_everything_that_can_take_its_data_along_is_judged_or_named_with_a_reason() -> None:
    switches = (
        "skipFinalSnapshot",
        "finalSnapshotIdentifier",
        "finalSnapshotName",
        "skipFinalBackup",
        "forceDestroy",
        "forceDelete",
    )
    assert types_with(*switches).keys() - KEEPING.keys() == KEPT_OTHERWISE


def test_what_a_change_replaces_is_what_the_registry_says() -> None:
    committed = json.loads(derive_replacing_properties.OUTPUT.read_text())
    assert committed == derive_replacing_properties.derive()


def test_every_advised_type_is_looked_up_in_the_registry_or_named_as_missing_there() -> None:
    known = derive_replacing_properties.REGISTRY.keys() | derive_replacing_properties.UNREGISTERED
    assert (ENCRYPTED.keys() | EXPOSED.keys()) - known == set()


@pytest.mark.parametrize(
    ("token", "path", "operation"),
    [
        ("aws:ebs/volume:Volume", "encrypted", "ModifyVolume"),
        ("aws:ec2/instance:Instance", "rootBlockDevice.encrypted", "ModifyInstanceAttribute"),
    ],
)
def test_ec2_has_no_call_that_encrypts_a_volume_in_place(token: str, path: str, operation: str) -> None:
    model = botocore.session.get_session().get_service_model("ec2")
    assert "Encrypted" not in model.operation_model(operation).input_shape.members  # type: ignore[union-attr]
    assert replaces(token, path)


@pytest.mark.parametrize(
    ("operation", "token"),
    [("ModifyDBInstance", "aws:rds/instance:Instance"), ("ModifyDBCluster", "aws:rds/cluster:Cluster")],
)
def test_rds_has_no_call_that_encrypts_a_database_in_place(operation: str, token: str) -> None:
    model = botocore.session.get_session().get_service_model("rds")
    assert "StorageEncrypted" not in model.operation_model(operation).input_shape.members  # type: ignore[union-attr]
    assert replaces(token, "storageEncrypted")


def test_the_runtimes_are_those_of_cfn_lint() -> None:
    committed = json.loads(derive_lambda_runtimes.OUTPUT.read_text())
    assert committed == derive_lambda_runtimes.derive()
