"""What can be opened is what the stack installs; `make`, outputs and documentation say the same of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.access.endpoints import endpoints
from settings import StackSettings

ROOT = Path(__file__).parents[4]
ALL = endpoints(
    StackSettings.model_validate(
        {
            "services": {
                "headlamp": {"enabled": True},
                "argoCd": {"enabled": True, "repository": "https://example.com/cluster"},
            }
        }
    )
)
PAGES = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))


def test_a_stack_without_observability_has_nothing_of_it() -> None:
    assert endpoints(StackSettings.model_validate({"observability": {"enabled": False}})) == {}


def test_without_grafana_there_is_none_to_open() -> None:
    settings = StackSettings.model_validate({"observability": {"grafana": {"enabled": False}}})
    assert list(endpoints(settings)) == ["prometheus", "alertmanager"]


def test_each_has_a_goal_of_its_name_and_a_port_of_its_own() -> None:
    (goals,) = re.findall(r"^(grafana [a-z ]+): setup$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(goals.split()) == ALL.keys()
    assert len({endpoint.local_port for endpoint in ALL.values()}) == len(ALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_forwards_no_port_in_another_way(page: Path) -> None:
    commands = {command for endpoint in ALL.values() for command in endpoint.commands().values()}
    written = re.findall(r"kubectl -n \S+ port-forward svc/\S+ \S+", page.read_text(encoding="utf-8"))
    assert set(written) <= commands


def test_the_pages_name_the_address_at_which_a_goal_opens() -> None:
    told = {
        (goal, url)
        for page in PAGES
        for goal, between, url in re.findall(
            r"make ([a-z]+) STACK=dev((?:(?!make ).){0,30}?)(https?://localhost:\d+)",
            page.read_text(encoding="utf-8"),
            re.DOTALL,
        )
    }
    assert told == {(name, endpoint.url) for name, endpoint in ALL.items()}
