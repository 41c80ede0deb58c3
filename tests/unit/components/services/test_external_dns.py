"""external-dns writes to the zones that it was given, and to nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from components.services.cluster_services import ClusterServices
from components.services.settings import ServicesSettings
from tests.unit.components.cloud import Cloud, deploy
from tests.unit.components.clusters import cluster_on_aws

RELEASE = "kubernetes:helm.sh/v3:Release"


def services(**external_dns: Any) -> ServicesSettings:
    return ServicesSettings.model_validate({"externalDns": {"enabled": True, **external_dns}})


@pytest.fixture(scope="module")
def cloud() -> Cloud:
    settings = services(hostedZoneIds=["Z123456ABCDEFG"], domains=["shop.example.com"])
    return deploy(lambda: ClusterServices("more", settings, cluster_on_aws()).commands)


def test_it_never_deletes_a_record_unless_told(cloud: Cloud) -> None:
    values = cloud.one(RELEASE).inputs["values"]
    assert values["policy"] == "upsert-only"
    assert values["registry"] == "txt"
    assert values["domainFilters"] == ["shop.example.com"]
    assert values["extraArgs"] == ["--zone-id-filter=Z123456ABCDEFG"]


def test_its_records_are_marked_with_the_cluster(cloud: Cloud) -> None:
    assert cloud.one(RELEASE).inputs["values"]["txtOwnerId"] == "c1"


def test_its_role_can_change_the_named_zones_alone(cloud: Cloud) -> None:
    document = json.loads(cloud.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"])
    changing = [s for s in document["Statement"] if "route53:ChangeResourceRecordSets" in s["Action"]]
    assert [s["Resource"] for s in changing] == [["arn:aws:route53:::hostedzone/Z123456ABCDEFG"]]
    everywhere = [action for s in document["Statement"] if s["Resource"] == "*" for action in s["Action"]]
    assert everywhere == ["route53:ListHostedZones"]


def test_it_is_refused_without_a_zone() -> None:
    with pytest.raises(ValidationError, match="hostedZoneIds must name the zones that it may write to"):
        services()
