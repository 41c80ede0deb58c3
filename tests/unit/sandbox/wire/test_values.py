from __future__ import annotations

import pytest
from google.protobuf import struct_pb2

from sandbox.wire.values import UNKNOWN, decode, encode, has_unknown


def test_properties_come_back_as_they_were_sent() -> None:
    properties = {
        "name": "a",
        "size": 20,
        "share": 0.5,
        "on": False,
        "tags": {},
        "zones": ["a", {"b": UNKNOWN}],
    }
    assert decode(encode(properties)) == properties


def test_whole_numbers_are_integers_because_aws_takes_no_floats() -> None:
    struct = struct_pb2.Struct()
    struct["port"] = 443.0
    assert repr(decode(struct)["port"]) == "443"


def test_nothing_is_left_out_as_none() -> None:
    assert list(encode({"kept": "", "gone": None}).fields) == ["kept"]


@pytest.mark.parametrize(
    "sentinel", ["04da6b54-80e4-46f7-96ec-b56ff0331ba9", "dd056dcd-154b-4c76-9bd3-c8f88648b5ff"]
)
def test_every_sentinel_of_the_engine_is_unknown(sentinel: str) -> None:
    struct = struct_pb2.Struct()
    struct["arn"] = sentinel
    assert decode(struct) == {"arn": UNKNOWN}


def test_an_unknown_is_found_at_any_depth() -> None:
    assert has_unknown({"a": [{"b": UNKNOWN}]})
    assert not has_unknown({"a": [{"b": "known"}]})


def test_an_unknown_has_no_truth() -> None:
    with pytest.raises(TypeError, match="compare it with UNKNOWN first"):
        bool(UNKNOWN)
