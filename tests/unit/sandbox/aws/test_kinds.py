"""Statements about every resource type at once."""

from __future__ import annotations

import pytest

from sandbox.aws import catalogue
from sandbox.aws.ec2_tags import Ec2Resource
from sandbox.aws.resource import kinds, register
from sandbox.aws.schema import schema_of
from sandbox.cloud.listing import Within

catalogue.load()
# The SDK warns of its own old names while it is imported.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.mark.parametrize("token", sorted(kinds()))
def test_what_a_type_says_of_its_properties_is_in_the_real_schema(token: str) -> None:
    kind, schema = kinds()[token], schema_of(token)
    assert {path.split(".")[0] for path in kind.replace_on} <= schema.inputs
    assert set(kind.defaults) <= schema.inputs
    assert kind.name_property is None or kind.name_property in schema.inputs
    assert kind.recomputed <= schema.outputs


@pytest.mark.parametrize("token", sorted(kinds()))
def test_a_type_that_has_no_list_of_its_own_goes_with_one_that_has(token: str) -> None:
    listed = kinds()[token].listed
    if isinstance(listed, Within):
        assert not isinstance(kinds()[listed.kind].listed, Within)


def test_a_type_that_does_not_say_where_it_is_listed_is_an_error() -> None:
    class Forgotten(Ec2Resource):
        kind = "aws:ebs/snapshot:Snapshot"

    with pytest.raises(TypeError, match="Forgotten does not say where it is listed"):
        register(Forgotten)  # type: ignore[type-abstract]


def test_a_token_that_the_sdk_lacks_is_an_error() -> None:
    with pytest.raises(LookupError, match="pulumi_aws has no resource type aws:ec2/vpc:Vpcx"):
        schema_of("aws:ec2/vpc:Vpcx")


def test_outputs_that_only_aws_can_say_come_from_the_real_schema() -> None:
    schema = schema_of("aws:ec2/subnet:Subnet")
    assert "arn" in schema.known_after_creation
    assert "availabilityZoneId" in schema.known_after_creation
    assert "mapPublicIpOnLaunch" not in schema.known_after_creation
    assert schema.required == {"vpcId"}
