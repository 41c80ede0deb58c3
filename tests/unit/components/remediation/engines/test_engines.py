"""A remediation engine is known in every place that has to know it; one that is forgotten fails here."""

from __future__ import annotations

from importlib import import_module
from typing import get_args

import pytest
from guardrails.selfdriving import engines as readers

from components.remediation.engines import ENGINES
from components.remediation.settings import EngineName, RemediationSettings
from tests.unit.components.everything import RELEASE, remediation

NAMES: tuple[EngineName, ...] = get_args(EngineName)


def test_every_engine_that_a_person_may_name_exists() -> None:
    assert set(ENGINES) == set(NAMES)


@pytest.mark.parametrize("engine", NAMES)
def test_a_user_s_values_for_its_chart_are_checked(engine: EngineName) -> None:
    installed = {release.inputs["name"] for release in remediation(engine).of(RELEASE)}
    assert installed <= RemediationSettings.charts.keys()


@pytest.mark.parametrize("engine", NAMES)
def test_the_policy_pack_reads_it(engine: EngineName) -> None:
    reader = import_module(f"guardrails.selfdriving.engines.{engine.replace('-', '_')}")
    assert reader.read in readers._READERS
