"""``python -m guardrails.cost`` reads what the CLI prints."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from guardrails.cost import estimate
from guardrails.cost.__main__ import main
from guardrails.cost.reader import resources

KEY: dict[str, Any] = {
    "urn": "urn:pulumi:dev::shop::aws:kms/key:Key::vault",
    "type": "aws:kms/key:Key",
    "custom": True,
}
EIP: dict[str, Any] = {
    "urn": "urn:pulumi:dev::shop::aws:ec2/eip:Eip::way-in",
    "type": "aws:ec2/eip:Eip",
    "custom": True,
}
SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:abc"}


def test_an_export_is_read_without_what_is_about_to_be_deleted() -> None:
    found = resources({"deployment": {"resources": [KEY, {**EIP, "delete": True}]}})
    assert [resource.name for resource in found] == ["vault"]


def test_a_preview_is_read_as_it_will_be() -> None:
    steps = [
        {"op": "create", "newState": KEY},
        {"op": "delete", "oldState": EIP},
        {"op": "same", "oldState": KEY, "newState": KEY},
    ]
    assert [resource.name for resource in resources({"steps": steps})] == ["vault"]


def test_outputs_fill_what_inputs_leave_open_and_a_secret_says_nothing() -> None:
    state = {**KEY, "id": "key-1", "inputs": {"policy": SECRET}, "outputs": {"arn": "arn:key-1"}}
    (found,) = resources({"deployment": {"resources": [state]}})
    assert found.props == {"id": "key-1", "arn": "arn:key-1", "policy": None}


def test_a_component_is_not_priced() -> None:
    component = {
        "urn": "urn:pulumi:dev::shop::shop:index:Web::web",
        "type": "shop:index:Web",
        "custom": False,
    }
    assert estimate(resources({"deployment": {"resources": [component]}})).unpriced == []


def test_something_else_is_refused_with_what_was_wanted() -> None:
    with pytest.raises(
        ValueError, match="neither the output of 'pulumi stack export' nor of 'pulumi preview --json'"
    ):
        resources({"resources": []})


def command(monkeypatch: pytest.MonkeyPatch, text: str, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["cost", *arguments])
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    return main()


def test_the_command_prints_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "stack.json"
    file.write_text(json.dumps({"deployment": {"resources": [KEY, EIP]}}))
    for text, arguments in (("", [str(file)]), (file.read_text(), [])):
        assert command(monkeypatch, text, *arguments) == 0
        printed = capsys.readouterr().out
        assert "Sum" in printed
        assert "4.65" in printed


def test_the_command_says_what_is_wrong_with_its_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(monkeypatch, "{}") == 1
    error = capsys.readouterr().err
    assert error.startswith("cost: this is neither the output of 'pulumi stack export'")
