import pytest

from components.instance_types import (
    Architecture,
    InstanceType,
    architecture_by_name,
    known,
    known_family,
    newer_than_known,
)
from facts.files import load


def test_a_type_is_told_with_its_size() -> None:
    assert known("m7g.large") == InstanceType("m7g.large", "arm64", 2)


def test_a_mac_is_no_node() -> None:
    with pytest.raises(ValueError, match=r"'mac2\.metal' is none"):
        known("mac2.metal")


def test_the_name_tells_the_architecture_of_every_type_where_the_source_has_one() -> None:
    types = load("ec2_types")["types"]
    told = {name: row[0] for name, row in types.items() if row[0] and not name.startswith("mac")}
    assert len(told) > 1000
    assert {name: architecture_by_name(name) for name in told} == told


@pytest.mark.parametrize(
    ("name", "architecture"),
    [("c9g.large", "arm64"), ("m8gb.xlarge", "arm64"), ("g7.2xlarge", "amd64"), ("c8ib.large", "amd64")],
)
def test_the_name_tells_it_where_the_source_has_none(name: str, architecture: str) -> None:
    assert known(name).architecture == architecture


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "m7i.lage",
            (
                "must be EC2 instance types, and 'm7i.lage' is none; "
                "did you mean m7i.large or m7i.xlarge or m7i.8xlarge?"
            ),
        ),
        ("§", "must be EC2 instance types, and '§' is none; write one such as m7i.large"),
    ],
)
def test_an_unknown_type_names_its_neighbours(name: str, message: str) -> None:
    with pytest.raises(ValueError, match="EC2 instance types") as error:
        known(name)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("name", "architecture"),
    [
        ("m10g.large", "arm64"),
        ("m11i-flex.4xlarge", "amd64"),
        ("t9i.micro", "amd64"),
        ("r10gd.metal-48xl", "arm64"),
    ],
)
def test_a_type_of_a_generation_that_is_newer_than_the_list_is_taken_without_a_size(
    name: str, architecture: Architecture
) -> None:
    assert known(name) == InstanceType(name, architecture, None)
    assert newer_than_known(name) == (
        "is newer than the list of 2026-01-22: its size is not known; run `make facts` to ask EC2"
    )


@pytest.mark.parametrize("name", ["m12g.large", "m81.large", "m10g.lage", "q9.large", "m9zz.large", "m10g"])
def test_what_is_no_next_generation_is_refused(name: str) -> None:
    assert newer_than_known(name) is None
    with pytest.raises(ValueError, match=f"^must be EC2 instance types, and '{name}' is none; "):
        known(name)


def test_of_a_listed_type_all_is_known() -> None:
    assert newer_than_known("m7g.large") is None


def test_of_a_family_that_is_newer_than_the_list_one_type_stands_for_all() -> None:
    assert known_family("m10g") == [InstanceType("m10g.xlarge", "arm64", None)]
    with pytest.raises(ValueError, match=r"^must be families of EC2 instance types, and 'm12g' is none; "):
        known_family("m12g")
