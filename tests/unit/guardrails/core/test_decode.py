"""Properties are decoded as the SDK decodes them, in an order that is always the same, with their marks."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from google.protobuf import json_format, struct_pb2
from guardrails.core.decode import decode, plain
from guardrails.core.plain import UNKNOWN
from hypothesis import given
from hypothesis import strategies as st
from pulumi_policy.deserialize import deserialize_properties, serialize_properties
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, unknown_checking_proxy

from tests.unit.guardrails.as_engine import secret

SCALARS = st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5)
VALUES = st.recursive(
    SCALARS | st.just(UNKNOWN_STRING_VALUE),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=4), inner, max_size=3)
        | st.builds(secret, inner)
    ),
    max_leaves=12,
)


def struct(props: dict[str, Any]) -> struct_pb2.Struct:
    made = struct_pb2.Struct()
    made.update(props)
    return made


@given(st.dictionaries(st.text(max_size=4), VALUES, max_size=4))
def test_the_wire_is_read_as_the_sdk_reads_it(props: dict[str, Any]) -> None:
    wire = struct(props)
    proxied = unknown_checking_proxy(deserialize_properties(json_format.MessageToDict(wire)))
    read = decode(wire)
    assert read.props == plain(proxied)
    assert decode(props) == read


def test_keys_are_sorted_whatever_order_they_come_in() -> None:
    assert list(decode(struct({"b": 1, "a": {"d": 1, "c": 2}})).props) == ["a", "b"]


def test_secrets_are_known_by_their_paths_and_their_values_are_plain() -> None:
    read = decode(struct({"a": secret({"b": 1}), "c": [secret("d")], "e": "f"}))
    assert read.props == {"a": {"b": 1}, "c": ["d"], "e": "f"}
    assert read.secrets == {"a": {"b": 1}, "c[0]": "d"}


def test_what_a_remediation_changes_is_read_too() -> None:
    view = unknown_checking_proxy(
        deserialize_properties({"a": secret([1.0]), "b": UNKNOWN_STRING_VALUE}, proxy_secrets=True)
    )
    assert plain(view) == {"a": [1], "b": UNKNOWN}


def test_no_file_is_looked_into() -> None:
    wire = struct(dict(serialize_properties({"code": pulumi.StringAsset("text")})))
    assert decode(wire).props == plain({"code": pulumi.StringAsset("text")}) == {"code": "<file>"}


@pytest.mark.parametrize("nothing", [None, {}, struct_pb2.Struct()])
def test_nothing_is_no_property(nothing: Any) -> None:
    assert decode(nothing).props == {}
