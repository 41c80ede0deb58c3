from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pitstop.config import SettingsError, load

ROOT = Path(__file__).parents[3]


def written(folder: Path, text: str) -> Path:
    path = folder / "pitstop.yaml"
    path.write_text(text)
    return path


def test_an_empty_file_is_all_defaults(tmp_path: Path) -> None:
    settings = load(written(tmp_path, ""))
    assert settings.replace.strategy == "leave"
    assert settings.caps.cordoned_share == 0.1
    assert not settings.dry_run


def test_json_is_yaml_too(tmp_path: Path) -> None:
    assert load(written(tmp_path, '{"dryRun": true, "tick": "500ms"}')).tick == 0.5


BAD_VALUES = (
    "{path} is not usable: alerts.0: 'KernelDeadlock=Maybe' asks for the status Maybe: "
    "a condition is True, False or Unknown; caps.drainsPerHour: Input should be greater than or equal to 1; "
    "what: Extra inputs are not permitted"
)
NO_CLUSTER = (
    "{path} is not usable: settings: cluster must be the cluster's name for %s: only machines tagged for it "
    "are touched"
)
BAD_LEASE = (
    "{path} is not usable: lease: retry must be shorter than renewDeadline, and that shorter than duration"
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("caps: {drainsPerHour: 0}\nfaults: [Ready]\nwhat: 1\nalerts: [KernelDeadlock=Maybe]", BAD_VALUES),
        ("replace: {strategy: autoScaling}", NO_CLUSTER % "replace.strategy autoScaling"),
        (
            "replace: {strategy: owner}\nreboot: {enabled: true}",
            NO_CLUSTER % "reboot.enabled and replace.strategy owner",
        ),
        ("lease: {duration: 5s}", BAD_LEASE),
        ("[1]", "{path} must hold keys and values, such as 'cluster: production'"),
    ],
)
def test_bad_settings_are_one_clear_error(tmp_path: Path, text: str, message: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SettingsError) as error:
        load(path)
    assert str(error.value) == message.format(path=path)


def test_the_program_says_so_and_ends(tmp_path: Path) -> None:
    path = tmp_path / "missing.yaml"
    answer = subprocess.run(
        [sys.executable, "-m", "pitstop", "--config", path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 2
    assert answer.stderr == (
        f"pitstop: cannot read the settings: [Errno 2] No such file or directory: '{path}'\n"
    )
