"""The mapping of aws-native's names, against the CloudFormation registry and pulumi-aws."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from guardrails.billing.instance_slots import INSTANCE_TYPES
from guardrails.billing.nothing_superseded import VOLUME_TYPES
from guardrails.native.shape import Shape
from guardrails.native.shapes import SHAPES
from guardrails.native.translation import backward
from guardrails.safety.buckets import ACLS
from guardrails.safety.deletion_protection import PROTECTED
from guardrails.safety.encryption_at_rest import ENCRYPTED
from guardrails.safety.exposure import EXPOSED
from guardrails.safety.iam_documents import PERMISSIONS
from guardrails.safety.nodes_without_public_ip import PUBLIC_IP
from guardrails.safety.volumes_encrypted import REQUIRED
from guardrails.safety.what_a_deletion_leaves import KEEPING
from guardrails.tags.tag_slots import taggable

from tests.unit.guardrails.registry import has, schema
from tests.unit.guardrails.sdk_inputs import top_level_inputs

TOKENS = sorted(SHAPES)
PATHS = sorted((token, path) for token, shape in SHAPES.items() for path in shape.paths)


def read_by_rules(token: str) -> Iterator[str]:
    """Every path of pulumi-aws' type that a table of a rule names."""
    for table in (INSTANCE_TYPES, VOLUME_TYPES, ACLS, PERMISSIONS, PUBLIC_IP, REQUIRED):
        yield from table.get(token, ())
    for demands in (PROTECTED, ENCRYPTED, EXPOSED, KEEPING):
        yield from (demand.path for demand in demands.get(token, ()))


def written(shape: Shape, path: str) -> str:
    """The path as a message about the second item of a list has it."""
    return backward(shape, path.replace("[]", "[1]"))


@pytest.mark.parametrize(("token", "path"), PATHS)
def test_every_name_of_aws_native_is_in_the_registry(token: str, path: str) -> None:
    assert has(token, path)


@pytest.mark.parametrize("token", TOKENS)
def test_every_name_of_pulumi_aws_is_in_its_sdk(token: str) -> None:
    shape = SHAPES[token]
    ours = {new.partition(".")[0].removesuffix("[]") for new in shape.paths.values()}
    # Where a template keeps the type of what its own tags are for; no rule reads it.
    assert ours - top_level_inputs()[shape.token] - {"taggedResourceType"} == set()


@pytest.mark.parametrize("token", TOKENS)
def test_whatever_a_rule_reads_is_in_the_registry_or_named_as_lacking(token: str) -> None:
    shape = SHAPES[token]
    demanded = {path for path in read_by_rules(shape.token) if path not in shape.lacks}
    assert {path for path in demanded if not has(token, written(shape, path))} == set()


@pytest.mark.parametrize("token", TOKENS)
def test_what_can_carry_tags_there_is_what_rules_demand_tags_of(token: str) -> None:
    shape = SHAPES[token]
    if shape.token in taggable():
        own = has(token, backward(shape, "tags"))
        assert own is ("tags" not in shape.lacks)


def test_every_type_is_one_of_the_registry() -> None:
    assert all(schema(token)["typeName"].startswith("AWS::") for token in TOKENS)
