from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.network.plan import (
    ZONES_WITHOUT_CONTROL_PLANE,
    choose_zones,
    divide,
    ipv6_ranges,
    zones_elsewhere,
)

US_EAST_1 = {
    "us-east-1a": "use1-az4",
    "us-east-1b": "use1-az6",
    "us-east-1c": "use1-az1",
    "us-east-1d": "use1-az2",
    "us-east-1e": "use1-az3",
    "us-east-1f": "use1-az5",
}

vpc_ranges = st.builds(
    lambda prefix, start: IPv4Network((start >> (32 - prefix) << (32 - prefix), prefix)),
    st.integers(16, 22),
    st.integers(0, 2**32 - 1),
)
zone_lists = st.integers(2, 3).map(lambda count: [f"use1-az{number}" for number in range(1, count + 1)])


@given(vpc_ranges, zone_lists)
def test_subnets_lie_inside_the_vpc_and_apart(cidr: IPv4Network, zones: list[str]) -> None:
    subnets = [subnet for zone in divide(cidr, zones) for subnet in (zone.public, zone.private)]
    assert len(subnets) == 2 * len(zones)
    assert all(subnet.subnet_of(cidr) for subnet in subnets)
    assert not any(one.overlaps(other) for one, other in combinations(subnets, 2))


@given(vpc_ranges, zone_lists)
def test_a_private_subnet_is_a_quarter_and_four_public_ones(cidr: IPv4Network, zones: list[str]) -> None:
    for zone in divide(cidr, zones):
        assert zone.private.num_addresses * 4 == cidr.num_addresses
        assert zone.public.num_addresses * 4 == zone.private.num_addresses


@given(vpc_ranges)
def test_a_zone_added_at_the_end_moves_no_other(cidr: IPv4Network) -> None:
    two, three = ["use1-az1", "use1-az2"], ["use1-az1", "use1-az2", "use1-az4"]
    assert divide(cidr, three)[:2] == divide(cidr, two)


def test_the_default_range_over_three_zones() -> None:
    zones = divide(IPv4Network("10.0.0.0/16"), ["use1-az1", "use1-az2", "use1-az4"])
    assert [(zone.id, str(zone.private), str(zone.public)) for zone in zones] == [
        ("use1-az1", "10.0.0.0/18", "10.0.192.0/20"),
        ("use1-az2", "10.0.64.0/18", "10.0.208.0/20"),
        ("use1-az4", "10.0.128.0/18", "10.0.224.0/20"),
    ]


def test_ipv6_ranges_never_meet() -> None:
    ranges = [block for index in range(3) for block in ipv6_ranges("2600:1f18:abcd:1200::/56", index)]
    assert ranges == [
        "2600:1f18:abcd:1200::/64",
        "2600:1f18:abcd:1204::/64",
        "2600:1f18:abcd:1201::/64",
        "2600:1f18:abcd:1205::/64",
        "2600:1f18:abcd:1202::/64",
        "2600:1f18:abcd:1206::/64",
    ]


@given(st.permutations(sorted(US_EAST_1)))
def test_a_number_of_zones_takes_the_same_places_in_every_account(letters: list[str]) -> None:
    account = dict(zip(letters, US_EAST_1.values(), strict=True))
    assert choose_zones(3, account) == ("use1-az1", "use1-az2", "use1-az4")


@given(st.dictionaries(st.text("abc", min_size=1), st.sampled_from(sorted(US_EAST_1.values()))))
def test_no_choice_has_a_zone_without_a_control_plane(available: dict[str, str]) -> None:
    fit = set(available.values()) - ZONES_WITHOUT_CONTROL_PLANE
    assert set(choose_zones(len(fit), available)) == fit


def test_zone_ten_comes_after_zone_two() -> None:
    assert choose_zones(2, {"a": "apne1-az10", "b": "apne1-az2", "c": "apne1-az4"}) == (
        "apne1-az2",
        "apne1-az4",
    )


def test_zones_by_name_and_by_id_keep_their_order() -> None:
    assert choose_zones(["us-east-1f", "use1-az1"], US_EAST_1) == ("use1-az5", "use1-az1")


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (
            ["use1-az1", "us-east-1z"],
            (
                "network.zones: us-east-1z is no zone of this region; "
                "choose from use1-az1, use1-az2, use1-az4, use1-az5, use1-az6"
            ),
        ),
        (
            ["use1-az1", "us-east-1e"],
            (
                "network.zones: us-east-1e takes no EKS control plane; "
                "choose from use1-az1, use1-az2, use1-az4, use1-az5, use1-az6"
            ),
        ),
        (
            ["use1-az1", "us-east-1c"],
            "network.zones: use1-az1 is named twice, as an id and as a name; drop one",
        ),
    ],
)
def test_a_zone_that_will_not_do_is_named(wanted: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=r"^network") as error:
        choose_zones(wanted, US_EAST_1)
    assert str(error.value) == message


def test_a_region_with_too_few_zones_is_told() -> None:
    with pytest.raises(ValueError, match=r"^network") as error:
        choose_zones(3, {"us-west-1a": "usw1-az3", "us-west-1b": "usw1-az1", "us-west-1c": "usw1-az2"})
    assert str(error.value) == (
        "network.zones: 3 zones are not available; 2 of this region take an EKS control plane "
        "(usw1-az1, usw1-az3); ask for fewer, or take another region"
    )


@pytest.mark.parametrize(
    ("region", "zones"),
    [
        ("us-east-1", ["us-east-1a", "use1-az1"]),
        ("ap-southeast-2", ["ap-southeast-2c", "apse2-az3"]),
        ("us-gov-west-1", ["us-gov-west-1a", "usgw1-az1"]),
        ("cn-northwest-1", ["cn-northwest-1b", "cnnw1-az2"]),
        ("eu-north-1", ["eu-north-1a", "eun1-az1"]),
    ],
)
def test_a_zone_belongs_to_its_region_alone(region: str, zones: list[str]) -> None:
    assert zones_elsewhere(region, zones) == []
    assert zones_elsewhere("eu-west-3", zones) == zones


def test_a_region_is_not_taken_for_a_longer_one() -> None:
    assert zones_elsewhere("us-east-1", ["use10-az1", "use1-az1"]) == ["use10-az1"]
