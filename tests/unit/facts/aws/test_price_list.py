"""Against botocore's model of the price list: its Stubber refuses what the price list can't be asked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from facts.aws.fixed_prices import TABLES, fixed_prices
from facts.aws.instance_prices import instance_prices
from facts.aws.price_list import PriceListError, Pricing, products
from facts.files import load

REGION = "us-east-1"


def listed(usd: Mapping[str, float], family: str = "", **attributes: str) -> str:
    """A product of the price list: beginning of a tier -> USD per unit."""
    dimensions = {
        f"rate-{begin}": {"beginRange": begin, "pricePerUnit": {"USD": f"{price:.10f}"}}
        for begin, price in usd.items()
    }
    return json.dumps(
        {
            "product": {"productFamily": family, "attributes": attributes},
            "terms": {"OnDemand": {"term": {"priceDimensions": dimensions}}, "Reserved": {}},
        }
    )


@contextmanager
def answering(*pages: Iterable[str]) -> Iterator[Pricing]:
    client: Any = boto3.client(
        "pricing", region_name=REGION, aws_access_key_id="x", aws_secret_access_key="x"
    )
    with Stubber(client) as answers:
        for number, page in enumerate(pages, start=1):
            more = {"NextToken": str(number)} if number < len(pages) else {}
            answers.add_response("get_products", {"PriceList": list(page), **more})
        yield client
        answers.assert_no_pending_responses()


def test_all_pages_are_read() -> None:
    with answering([listed({"0": 1.0}, usagetype="a")], [listed({"0": 2.0}, usagetype="b")]) as pricing:
        found = [(each.attributes["usagetype"], each.usd) for each in products(pricing, "AmazonVPC")]
    assert found == [("a", 1.0), ("b", 2.0)]


def test_the_price_is_that_of_the_first_tier_that_costs_something() -> None:
    page = [listed({"0": 0.0, "10": 0.3, "1000": 0.2}), listed({"0": 0.0}), json.dumps({"product": {}})]
    with answering(page) as pricing:
        assert [product.usd for product in products(pricing, "AmazonCloudWatch")] == [0.3, None, None]


def test_instance_prices_are_by_name_and_leave_out_what_has_none() -> None:
    page = [
        listed({"0": 0.192}, "Compute Instance", instanceType="m5.xlarge"),
        listed({"0": 0.0}, "Compute Instance", instanceType="m5.free"),
        listed({"0": 0.096}, "Compute Instance", instanceType="m5.large"),
        listed({"0": 0.5}, "Dedicated Host"),
    ]
    with answering(page) as pricing:
        assert instance_prices(pricing, REGION) == {"m5.large": 0.096, "m5.xlarge": 0.192}


class PriceList:
    """AWS's price list as a client sees it: a page for each question, by service and attributes."""

    def __init__(self, prices: Mapping[tuple[str, str, str], float]) -> None:
        self._prices = prices

    def get_paginator(self, operation_name: str) -> PriceList:
        assert operation_name == "get_products"
        return self

    def paginate(self, *, ServiceCode: str, Filters: list[dict[str, str]]) -> list[dict[str, Any]]:  # noqa: N803
        wanted = {each["Field"]: each["Value"] for each in Filters}
        assert wanted.pop("regionCode") == REGION
        family = wanted.pop("productFamily", None)
        assert wanted == {}
        return [
            {
                "PriceList": [
                    listed({"0": price}, its_family, usagetype=usage)
                    for (service, its_family, usage), price in self._prices.items()
                    if service == ServiceCode and family in (None, its_family)
                ]
            }
        ]


# Usage types as bills of us-east-1 show them, beside neighbours that are other products.
PRICES = {
    ("AmazonEKS", "Compute", "USE1-AmazonEKS-Hours:perCluster"): 0.10,
    ("AmazonEKS", "Compute", "USE1-AmazonEKS-Hours:extendedSupport"): 0.50,
    ("AmazonEC2", "NAT Gateway", "NatGateway-Hours"): 0.045,
    ("AmazonEC2", "NAT Gateway", "RegionalNatGateway-Hours"): 0.09,
    ("AmazonEC2", "NAT Gateway", "NatGateway-Bytes"): 0.045,
    ("AmazonVPC", "VpcEndpoint", "USE1-VpcEndpoint-Hours"): 0.01,
    ("AmazonVPC", "VpcEndpoint", "USE1-VpcEndpoint-Service-Hours"): 0.02,
    ("AmazonVPC", "VpcEndpoint", "USE1-VpcEndpoint-Bytes"): 0.01,
    ("AmazonVPC", "", "USE1-PublicIPv4:InUseAddress"): 0.005,
    ("AmazonVPC", "", "USE1-PublicIPv4:IdleAddress"): 0.006,
    ("AWSELB", "Load Balancer-Application", "LoadBalancerUsage"): 0.0225,
    ("AWSELB", "Load Balancer-Application", "TS-LoadBalancerUsage"): 0.0056,
    ("AWSELB", "Load Balancer", "LoadBalancerUsage"): 0.025,
    ("AmazonEC2", "Storage", "EBS:VolumeUsage.gp2"): 0.10,
    ("AmazonEC2", "Storage", "EBS:VolumeUsage.gp3"): 0.08,
    ("AmazonEC2", "Storage", "EBS:VolumeUsage.piops"): 0.125,
    ("AmazonEC2", "Storage", "EBS:VolumeUsage.io2"): 0.125,
    ("AmazonEC2", "Storage", "EBS:VolumeUsage.st1"): 0.045,
    ("AmazonEC2", "Storage", "EBS:VolumeUsage.sc1"): 0.015,
    ("AmazonEC2", "Storage", "EBS:VolumeUsage"): 0.05,
    ("AmazonEC2", "Storage Snapshot", "EBS:SnapshotUsage"): 0.05,
    ("AmazonCloudWatch", "Data Payload", "DataProcessing-Bytes"): 0.50,
    ("AmazonCloudWatch", "Data Payload", "DataProcessingIA-Bytes"): 0.25,
    ("AmazonCloudWatch", "Storage Snapshot", "USE1-TimedStorage-ByteHrs"): 0.03,
    ("AmazonCloudWatch", "Alarm", "CW:AlarmMonitorUsage"): 0.10,
    ("AmazonCloudWatch", "Alarm", "CW:HighResAlarmMonitorUsage"): 0.30,
    ("awskms", "Encryption Key", "us-east-1-KMS-Keys"): 1.00,
}


def test_the_tables_have_the_shape_and_the_figures_of_the_file() -> None:
    ours = load("aws_prices")
    assert fixed_prices(PriceList(PRICES), REGION) == {table: ours[table] for table in TABLES}


def test_a_price_that_the_list_does_not_have_is_told_with_its_name() -> None:
    without = {key: price for key, price in PRICES.items() if key[2] != "EBS:VolumeUsage.gp3"}
    with pytest.raises(
        PriceListError,
        match=r"^AmazonEC2 in us-east-1 has no price for the usage type EBS:VolumeUsage\.gp3$",
    ):
        fixed_prices(PriceList(without), REGION)


def test_two_prices_for_one_thing_are_told_and_none_is_guessed() -> None:
    twice = {**PRICES, ("AmazonVPC", "VpcEndpoint", "VpcEndpoint-Hours"): 0.02}
    with pytest.raises(
        PriceListError,
        match=(
            r"^AmazonVPC in us-east-1 has the prices \[0\.01, 0\.02\] for the usage type VpcEndpoint-Hours$"
        ),
    ):
        fixed_prices(PriceList(twice), REGION)
