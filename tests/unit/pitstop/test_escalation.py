from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest

import pitstop.remedies
from pitstop.model import Phase, Step
from pitstop.remedies.escalation import GOING, REMEDIES, next_remedy, remedy_named, remedy_of
from pitstop.remedies.remedy import Remedy
from pitstop.settings import PlannerSettings
from tests.unit.pitstop.fleets import NOON, sick, worked_on


def written() -> set[type]:
    """Every class in the package that can be tried."""
    modules = (
        importlib.import_module(f"pitstop.remedies.{found.name}")
        for found in pkgutil.iter_modules(pitstop.remedies.__path__)
    )
    classes = (found for module in modules for _, found in inspect.getmembers(module, inspect.isclass))
    return {found for found in classes if Remedy in found.__mro__ and "name" in vars(found)}


def test_every_remedy_that_has_a_file_has_its_place_in_the_escalation_once() -> None:
    assert sorted(type(remedy).__name__ for remedy in REMEDIES) == sorted(
        remedy.__name__ for remedy in written()
    )


def test_a_remedy_is_found_by_its_name_and_has_a_phase_of_its_own() -> None:
    for remedy in REMEDIES:
        assert remedy_named(remedy.name) is remedy
        assert not {*remedy.phases} & {*Phase}
        assert remedy.step not in {*Step}


def test_remedies_that_share_a_phase_are_alike_in_all_that_is_asked_about_a_phase() -> None:
    settings = PlannerSettings()
    for remedy in REMEDIES:
        for phase in remedy.phases:
            other = remedy_of(phase)
            assert other is not None
            for asked in ("step", "told_as", "no_help", "before_drain", "removes_node"):
                assert getattr(other, asked) == getattr(remedy, asked)
            assert other.timeout(phase, settings) == remedy.timeout(phase, settings)


def test_the_gentle_remedies_come_before_those_that_take_the_node_away() -> None:
    removing = [remedy.removes_node for remedy in REMEDIES]
    assert removing == sorted(removing)


def test_a_drained_node_may_be_gone_at_any_moment_and_one_whose_pods_still_run_may_not() -> None:
    assert {"Drained", "Rebooting", "Replacing"} <= GOING
    assert not GOING & {"Cordoned", "Draining", "Blocked"}


@pytest.mark.parametrize(
    ("phase", "expected"), [("Drained", "reboot"), ("Rebooting", "autoScaling"), ("Replacing", None)]
)
def test_each_remedy_leads_to_the_next_that_is_wanted(phase: str, expected: str | None) -> None:
    settings = PlannerSettings.model_validate(
        {"replace": {"strategy": "autoScaling"}, "reboot": {"enabled": True}}
    )
    found = next_remedy(worked_on(sick(), phase), settings, NOON, before_drain=False)
    assert (found.name if found else None) == expected
