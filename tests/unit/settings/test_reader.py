"""A configuration reads the same from the stack files as from the engine."""

from pathlib import Path

import pulumi
import pytest
from pulumi.runtime import set_all_config

from components.secret_text import SecretText
from settings import from_engine, from_files


def test_a_stack_file_goes_before_the_project_s_defaults(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text(
        "name: p\nconfig:\n  target: {type: string, default: aws}\n  network: {type: object, default: {}}\n"
        "  aws:region: {value: us-east-1}\n"
    )
    (tmp_path / "Pulumi.x.yaml").write_text("config:\n  p:network: {zones: 3}\n")
    config = from_files(tmp_path, "x")
    assert config.values == {"p:target": "aws", "p:network": {"zones": 3}, "aws:region": "us-east-1"}
    assert config.own() == {"target": "aws", "network": {"zones": 3}}


def test_a_stack_without_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: p\n")
    with pytest.raises(FileNotFoundError, match=r"Pulumi\.nope\.yaml"):
        from_files(tmp_path, "nope")


def test_the_engine_s_json_becomes_blocks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulumi, "get_project", lambda: "p")
    monkeypatch.setattr(pulumi, "get_stack", lambda: "x")
    set_all_config({"p:network": '{"zones": 3}', "p:target": "aws", "p:broken": "{not json"})
    config = from_engine()
    assert config.values == {"p:network": {"zones": 3}, "p:target": "aws", "p:broken": "{not json"}
    assert (config.project, config.stack) == ("p", "x")


def test_a_command_line_sets_values_in_their_places(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: reef\nruntime: python\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  reef:groups: {a: {types: [x], size: 1}}\n")
    overrides = {
        "groups.a.size": "8",
        "groups.a.types[1]": "y",
        "groups.b.spot": "true",
        "cluster.version": "1.35",
        "cidrs[0]": "203.0.113.7/32",
        "aws:region": "eu-west-1",
    }
    assert from_files(tmp_path, "dev", overrides).values == {
        "reef:groups": {"a": {"types": ["x", "y"], "size": 8}, "b": {"spot": True}},
        "reef:cluster": {"version": "1.35"},
        "reef:cidrs": ["203.0.113.7/32"],
        "aws:region": "eu-west-1",
    }


def test_all_text_of_a_block_with_a_secret_is_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulumi, "get_project", lambda: "p")
    monkeypatch.setattr(pulumi, "get_stack", lambda: "x")
    set_all_config({"p:services": '{"a": {"b": ["hush", 1]}}', "p:network": '{"c": "told"}'}, ["p:services"])
    values = from_engine().values
    assert values == {"p:services": {"a": {"b": ["hush", 1]}}, "p:network": {"c": "told"}}
    assert isinstance(values["p:services"]["a"]["b"][0], SecretText)
    assert not isinstance(values["p:network"]["c"], SecretText)


def test_encrypted_text_of_a_stack_file_has_a_secret_placeholder(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: p\n")
    (tmp_path / "Pulumi.x.yaml").write_text("config:\n  p:services: {a: [{secure: v1:abc}, told]}\n")
    hidden, told = from_files(tmp_path, "x").values["p:services"]["a"]
    assert isinstance(hidden, SecretText)
    assert told == "told"
