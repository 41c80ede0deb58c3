from typing import get_args

from components.remediation.engines import ENGINES
from components.remediation.settings import EngineName


def test_every_engine_that_a_person_may_name_exists() -> None:
    assert set(ENGINES) == set(get_args(EngineName))
