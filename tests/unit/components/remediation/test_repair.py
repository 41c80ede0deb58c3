from itertools import product
from typing import get_args

import pytest

from components.node_scaler import NodeScaler
from components.remediation.repair import REFUSED, TABLE
from components.remediation.settings import EngineName


def test_every_pair_is_either_in_the_table_or_refused() -> None:
    pairs = set(product(get_args(NodeScaler), get_args(EngineName)))
    assert TABLE.keys() | REFUSED.keys() == pairs
    assert TABLE.keys() & REFUSED.keys() == set()


def test_what_is_to_be_taken_instead_is_not_refused() -> None:
    for (scaler, _), refusal in REFUSED.items():
        assert (scaler, refusal.instead) in TABLE


@pytest.mark.parametrize("pair", TABLE)
def test_somebody_acts_on_every_node_that_there_can_be(pair: tuple[NodeScaler, EngineName]) -> None:
    cell = TABLE[pair]
    there_are = {
        "cluster-autoscaler": (True, False),
        "karpenter": (True, True),
        "auto-mode": (False, True),
    }[pair[0]]
    assert (cell.groups != "nobody", cell.pools != "nobody") == there_are


def test_karpenter_repairs_nothing_beside_another_engine() -> None:
    assert [pair for pair, cell in TABLE.items() if cell.pools == "karpenter"] == [
        ("karpenter", "eks-node-repair")
    ]
