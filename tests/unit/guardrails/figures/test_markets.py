"""What a service offers, by its own names and prices, against what AWS publishes of it."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from guardrails.core.data import load
from guardrails.figures.instance_catalog import InstanceType
from guardrails.figures.markets import EC2, cheapest, ec2_name, market
from hypothesis import given
from hypothesis import strategies as st

from tools import derive_service_types

OFFERED: Final[dict[str, Any]] = load("service_types")["services"]
PRICES: Final[dict[str, dict[str, float]]] = load("service_prices")["usd_per_hour"]
BOUGHT: Final = st.sampled_from([EC2, *(market(name) for name in OFFERED)])


def test_the_types_of_services_are_those_of_the_installed_schemas_and_models() -> None:
    assert json.loads(derive_service_types.OUTPUT.read_text()) == derive_service_types.derive()


@pytest.mark.parametrize(
    ("priced", "offered"),
    [
        ("docdb", "docdb"),
        ("elasticache", "elasticache"),
        ("opensearch", "opensearch"),
        ("rds-aurora", "rds-aurora-mysql"),
        ("rds-mysql", "rds-mysql"),
        ("rds-postgres", "rds-postgres"),
    ],
)
def test_a_price_is_of_a_type_that_the_service_offers(priced: str, offered: str) -> None:
    # AWS sells some of these no more, and prices them still.
    gone = ("db.t2.", "db.m4.", "db.r4.")
    assert {name for name in PRICES[priced] if not name.startswith(gone)} <= set(market(offered).names)


def test_every_type_of_opensearch_has_its_own_price() -> None:
    assert set(PRICES["opensearch"]) == set(market("opensearch").names)


INVOICED: Final = (
    # USD for so many hours, from cost tools' own tests against AWS's price list.
    ("rds", "mysql", "db.t3.large", 730, 99.28),
    ("rds", "mysql", "db.m5.large", 730, 124.83),
    ("rds", "postgres", "db.t3.large", 730, 105.85),
    ("rds", "aurora-mysql", "db.t3.large", 730, 119.72),
    ("rds", "aurora-postgresql", "db.t3.medium", 730, 59.86),
    ("rds", "aurora", "db.r4.8xlarge", 730, 3387.20),
    ("docdb", None, "db.r5.4xlarge", 730, 1617.68),
    ("docdb", None, "db.t3.medium", 730, 56.94),
    ("elasticache", None, "cache.m4.large", 1460, 227.76),
    ("elasticache", None, "cache.m6g.12xlarge", 730, 2596.61),
    ("elasticache", None, "cache.r5.4xlarge", 2190, 3775.56),
    ("msk", None, "kafka.m5.24xlarge", 2920, 29433.60),
    ("msk", None, "kafka.t3.small", 1460, 66.58),
    ("mq", None, "mq.m5.xlarge", 730, 420.48),
    ("mq", None, "mq.t2.micro", 730, 21.90),
    ("opensearch", None, "c4.8xlarge.search", 730, 1713.31),
    ("opensearch", None, "ultrawarm1.medium.search", 1460, 347.48),
    ("redshift", None, "dc2.large", 2920, 730.00),
    ("redshift", None, "ra3.4xlarge", 4380, 14278.80),
    ("redshift", None, "ra3.16xlarge", 730, 9519.20),
)


@pytest.mark.parametrize(("service", "engine", "name", "hours", "usd"), INVOICED)
def test_a_service_asks_its_own_price(
    service: str, engine: str | None, name: str, hours: int, usd: float
) -> None:
    found = market(service, engine).find(name)
    assert found.usd_per_hour is not None
    assert found.usd_per_hour * hours == pytest.approx(usd, abs=0.01)
    assert not found.borrowed


def test_where_a_service_s_price_is_not_known_it_is_ec2_s_and_says_so() -> None:
    found = market("rds", "mysql").find("db.r7i.large")
    assert (found.usd_per_hour, found.borrowed) == (EC2.find("r7i.large").usd_per_hour, True)
    assert str(found) == "db.r7i.large (0.1323 USD/h as EC2's r7i.large, 2 vCPU)"


@pytest.mark.parametrize(
    ("name", "behind"),
    [
        ("db.m5.large", "m5.large"),
        ("m5.large.search", "m5.large"),
        ("or1.large.search", "r6g.large"),
        ("db.r5.4xlarge.tpc2.mem4x", "r5.4xlarge"),
        ("mq.m7g.2xl", "m7g.2xlarge"),
        ("express.m7g.large", "m7g.large"),
        ("m5.large", "m5.large"),
    ],
)
def test_a_type_of_a_service_is_known_by_the_ec2_type_behind_it(name: str, behind: str) -> None:
    assert ec2_name(name) == behind


def test_a_node_of_redshift_is_what_redshift_says() -> None:
    node = market("redshift").find("ra3.4xlarge")
    assert (node.vcpu, node.memory_mib, node.usd_per_hour) == (12, 98304, 3.26)


@given(place=BOUGHT, data=st.data())
def test_what_does_the_job_is_on_offer_as_large_and_the_cheapest_such(
    place: Any, data: st.DataObject
) -> None:
    offers = [one for one in place.offers if one.vcpu]
    wanted = data.draw(st.sampled_from(offers)) if offers else InstanceType("zz9.large")
    found = cheapest(place.offers, wanted)
    if found is None:
        return
    assert found in place.offers
    assert found.name in place.names or place is EC2
    assert (found.vcpu or 0) >= (wanted.vcpu or 0)
    assert (found.memory_mib or 0) >= (wanted.memory_mib or 0)
    assert found.arch == wanted.arch
    alike = [one for one in offers if one.family == found.family and one.name != wanted.name]
    assert all(
        (one.usd_per_hour or 0) >= (found.usd_per_hour or 0)
        for one in alike
        if (one.vcpu or 0) >= (wanted.vcpu or 0) and (one.memory_mib or 0) >= (wanted.memory_mib or 0)
    )
