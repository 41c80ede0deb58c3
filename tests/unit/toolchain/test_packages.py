from pathlib import Path

import pytest

from toolchain import packages, progress
from toolchain.errors import SetupError
from toolchain.places import Places


class Steps:
    """Notes the long steps instead of running them; those whose command has `failing` in it fail."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.failing = "nothing"

    def run_step(self, title: str, _usual: str, command: list[str], **_: object) -> None:
        words = [Path(command[0]).name, *command[1:]]
        self.ran.append(" ".join(words[:4]))
        if self.failing in words[:4]:
            raise SetupError(f"{title} failed.")
        if command[1:3] == ["-m", "venv"]:
            (Path(command[3]) / "bin").mkdir(parents=True)
            (Path(command[3]) / "bin" / "python").touch()


CREATE = "python3 -m venv"
UV = "python -m pip install"
SYNC = "uv pip sync --require-hashes"


@pytest.fixture
def steps(places: Places, monkeypatch: pytest.MonkeyPatch) -> Steps:
    places.root.mkdir()
    (places.root / "requirements-dev.txt").write_text("pulumi==1\n")
    steps = Steps()
    monkeypatch.setattr(progress, "run_step", steps.run_step)
    monkeypatch.setattr("sys.executable", "/usr/bin/python3")
    return steps


def created(steps: Steps) -> bool:
    return any(step.startswith(CREATE) for step in steps.ran)


def test_the_first_time_the_environment_is_made_and_filled(places: Places, steps: Steps) -> None:
    packages.ensure(places)
    assert steps.ran == [f"{CREATE} {places.venv}", UV, SYNC]


def test_the_second_time_nothing_runs(places: Places, steps: Steps) -> None:
    packages.ensure(places)
    steps.ran.clear()
    packages.ensure(places)
    assert steps.ran == []


def test_new_pins_are_installed_into_the_environment_that_is_there(places: Places, steps: Steps) -> None:
    packages.ensure(places)
    steps.ran.clear()
    (places.root / "requirements-dev.txt").write_text("pulumi==2\n")
    packages.ensure(places)
    assert steps.ran == [UV, SYNC]


def test_a_moved_checkout_gets_a_new_environment(places: Places, steps: Steps) -> None:
    packages.ensure(places)
    steps.ran.clear()
    moved = Places(root=places.root.with_name("moved"), cache=places.cache)
    places.root.rename(moved.root)
    packages.ensure(moved)
    assert created(steps)


def test_an_environment_whose_python_is_gone_is_made_anew(places: Places, steps: Steps) -> None:
    packages.ensure(places)
    steps.ran.clear()
    places.python.unlink()
    packages.ensure(places)
    assert created(steps)


def test_where_uv_fails_pip_installs(
    places: Places, steps: Steps, capsys: pytest.CaptureFixture[str]
) -> None:
    steps.failing = "sync"
    packages.ensure(places)
    assert steps.ran[-2:] == [SYNC, UV]
    assert capsys.readouterr().err == "uv can't install them here; pip tries.\n"


def test_a_set_up_that_was_interrupted_begins_again(places: Places, steps: Steps) -> None:
    steps.failing = "install"
    with pytest.raises(SetupError):
        packages.ensure(places)
    steps.failing = "nothing"
    steps.ran.clear()
    packages.ensure(places)
    assert created(steps)
    assert steps.ran[-1] == SYNC


def test_a_python_without_venv_says_what_to_install(
    places: Places, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr("sys.version_info", type("V", (), {"major": 3, "minor": 12})())
    with pytest.raises(SetupError) as failure:
        packages.ensure(places)
    assert str(failure.value) == (
        "This Python 3.12 can't make virtual environments: install its venv package (Debian and Ubuntu: "
        "`apt install python3.12-venv`), then run this again."
    )
