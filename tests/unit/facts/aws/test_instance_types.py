"""Against moto, whose EC2 answers with what AWS answered its authors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from facts.aws.instance_types import instance_types, rows
from facts.files import load
from testing.aws_without_images import aws_without_images


@pytest.fixture(scope="module")
def offered() -> Iterator[dict[str, list[Any]]]:
    with aws_without_images():
        yield instance_types(boto3.client("ec2", region_name="us-east-1"))


def test_all_pages_are_read(offered: dict[str, list[Any]]) -> None:
    assert len(offered) > 500
    assert list(offered) == sorted(offered)


def test_our_file_agrees_with_what_aws_answered(offered: dict[str, list[Any]]) -> None:
    ours = load("ec2_types")["types"]
    both = [name for name in offered if name in ours and None not in ours[name]]
    assert len(both) > 500
    assert {name: (ours[name], offered[name]) for name in both if ours[name] != offered[name]} == {}


def test_a_type_without_figures_keeps_its_name() -> None:
    assert rows([{"InstanceType": "m9i.large"}]) == {"m9i.large": [None, None, None, 0]}


def test_gpus_of_all_kinds_are_added_up() -> None:
    gpus = {"Gpus": [{"Count": 4}, {"Count": 2}]}
    assert rows([{"InstanceType": "p9.large", "GpuInfo": gpus}])["p9.large"][3] == 6


def test_every_name_is_one_that_ec2s_own_model_has() -> None:
    listed: Any = boto3.Session().client("ec2", region_name="us-east-1").meta.service_model
    names = set(listed.shape_for("InstanceType").enum)
    assert sorted(load("ec2_types")["types"].keys() - names) == []
