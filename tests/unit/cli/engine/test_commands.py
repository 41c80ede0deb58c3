import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from cli.engine import commands
from cli.engine.commands import PulumiEngine
from cli.engine.environment import Providers
from cli.engine.target import Target, choose
from cli.errors import CommandError


@pytest.fixture
def calls(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `pulumi` on PATH that notes how it is called; `stack ls` answers with what the file `stacks` says."""
    command = root / "bin" / "pulumi"
    command.parent.mkdir()
    command.write_text(
        "#!/bin/sh\n"
        f'echo "$(basename "$PWD"): $*" >> {root}/calls\n'
        f'case "$*" in "stack ls"*) cat {root}/stacks ;; esac\n'
    )
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}:/usr/bin:/bin")
    (root / "stacks").write_text("[]")
    return root / "calls"


def engine(target: Target, *, confirmed: bool = True) -> PulumiEngine:
    path = f"{target.root / 'bin'}:/usr/bin:/bin"
    return PulumiEngine(target, {"PATH": path}, confirmed=confirmed)


def lines(calls: Path) -> list[str]:
    return calls.read_text().splitlines()


def test_up_checks_the_policies_as_strictly_as_the_stack_wants(sandbox: Target) -> None:
    pack = sandbox.root / "policies"
    (pack / "config").mkdir(parents=True)
    (pack / "PulumiPolicy.yaml").write_text("runtime: python\n")
    (pack / "config" / "sandbox.json").write_text("{}")
    copy = sandbox.state / "workspace" / "Pulumi.sandbox.yaml"
    assert engine(sandbox).words("up") == [
        *("up", "--stack", "sandbox", "--config-file", str(copy)),
        *("--policy-pack", str(pack), "--policy-pack-config", str(pack / "config" / "sandbox.json")),
        *("--suppress-outputs", "--yes"),
    ]


def test_a_destroy_asks_no_policy(dev: Target) -> None:
    (dev.root / "policies").mkdir()
    (dev.root / "policies" / "PulumiPolicy.yaml").write_text("runtime: python\n")
    assert engine(dev).words("destroy") == ["destroy", "--stack", "dev", "--yes"]


def test_without_a_yes_the_engine_asks_itself(dev: Target) -> None:
    assert engine(dev, confirmed=False).words("up") == ["up", "--stack", "dev", "--suppress-outputs"]


def test_a_preview_needs_no_yes(dev: Target) -> None:
    assert engine(dev).words("preview") == ["preview", "--stack", "dev"]


def test_the_sandboxs_stack_is_made_beside_a_copy_of_the_project(sandbox: Target, calls: Path) -> None:
    assert engine(sandbox).update("preview", ["--diff"]) == 0
    root = sandbox.root.name
    copy = sandbox.state / "workspace" / "Pulumi.sandbox.yaml"
    assert lines(calls) == [
        "workspace: stack init --stack sandbox --non-interactive",
        f"{root}: preview --stack sandbox --config-file {copy} --diff",
    ]


def test_a_real_stack_is_made_where_the_backend_does_not_know_it(dev: Target, calls: Path) -> None:
    engine(dev).update("preview")
    assert [line.split(": ")[1] for line in lines(calls)] == [
        "stack ls --json --non-interactive",
        "stack init --no-select --stack dev --non-interactive",
        "preview --stack dev",
    ]


def test_an_up_knows_the_autoscalers_sizes_before_it_changes_others(dev: Target, calls: Path) -> None:
    (dev.root / "stacks").write_text('[{"name": "dev"}]')
    engine(dev).update("up")
    assert [line.split(": ", 1)[1] for line in lines(calls)] == [
        "stack ls --json --non-interactive",
        (
            "refresh --yes --skip-preview --target **aws:eks/nodeGroup:NodeGroup::** "
            "--stack dev --non-interactive"
        ),
        "up --stack dev --suppress-outputs --yes",
    ]


def test_a_plan_is_asked_for_without_the_policies(sandbox: Target, calls: Path) -> None:
    engine(sandbox).planned("--refresh")
    copy = sandbox.state / "workspace" / "Pulumi.sandbox.yaml"
    assert [line.split(": ")[1] for line in lines(calls)] == [
        "stack init --stack sandbox --non-interactive",
        f"preview --json --config-file {copy} --refresh --stack sandbox --non-interactive",
    ]


def test_any_other_command_runs_on_the_stack_too(dev: Target, calls: Path) -> None:
    assert engine(dev).run(["config", "set", "reef:depth", "4"]) == 0
    assert [line.split(": ")[1] for line in lines(calls)] == [
        "stack ls --json --non-interactive",
        "stack init --no-select --stack dev --non-interactive",
        "config set reef:depth 4",
    ]


@pytest.mark.parametrize("name", ["dev", "acme/dev"])
def test_a_real_stack_that_is_known_is_left_alone(dev: Target, calls: Path, name: str) -> None:
    (dev.root / "stacks").write_text(json.dumps([{"name": name}]))
    engine(dev).update("preview")
    assert [line.split(": ")[1] for line in lines(calls)] == [
        "stack ls --json --non-interactive",
        "preview --stack dev",
    ]


def test_after_a_killed_command_the_stack_is_unlocked_and_read_anew(
    sandbox: Target, calls: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = sandbox.backend / ".pulumi" / "locks" / "organization" / "reef" / "sandbox" / "1.json"
    lock.parent.mkdir(parents=True)
    lock.write_text("")
    sandbox.checkpoint.parent.mkdir(parents=True)
    sandbox.checkpoint.write_text(
        '{"checkpoint": {"latest": {"pending_operations": [{"type": "creating"}]}}}'
    )
    engine(sandbox).update("destroy")
    stack = "--stack sandbox --non-interactive"
    copy = sandbox.state / "workspace" / "Pulumi.sandbox.yaml"
    assert [line.split(": ", 1)[1] for line in lines(calls)] == [
        f"cancel --yes {stack}",
        f"refresh --yes --skip-preview --clear-pending-creates --config-file {copy} {stack}",
        f"destroy --stack sandbox --config-file {copy} --yes",
    ]
    assert capsys.readouterr().err == (
        "The last command was killed: unlocking the stack.\n"
        "The last command left unfinished operations: reading what exists.\n"
    )


def test_a_lock_on_a_shared_backend_is_never_touched(dev: Target, calls: Path) -> None:
    lock = dev.backend / ".pulumi" / "locks" / "organization" / "reef" / "dev" / "1.json"
    lock.parent.mkdir(parents=True)
    lock.write_text("")
    engine(dev).update("preview")
    assert not any("cancel" in line for line in lines(calls))


def test_an_update_that_would_ask_is_refused_where_nobody_can_answer(
    dev: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(CommandError) as failure:
        engine(dev, confirmed=False).update("destroy")
    assert str(failure.value) == "Nobody can answer here: set YES=1 to destroy dev without being asked."


@pytest.mark.parametrize(
    ("base", "confirmed"),
    [({}, False), ({"YES": "1"}, True), ({"CI": "true"}, True), ({"YES": "0", "CI": ""}, False)],
)
def test_a_real_stack_goes_ahead_unasked_only_where_that_was_said(
    dev: Target, base: dict[str, str], confirmed: bool
) -> None:
    made = commands.for_real(dev, {"PULUMI_ACCESS_TOKEN": "t", **base})
    assert made.confirmed is confirmed


def test_the_sandbox_is_never_asked(sandbox: Target) -> None:
    made = commands.for_sandbox(sandbox, {}, Providers(ports={"aws": 1}, endpoint="http://127.0.0.1:2"))
    assert made.confirmed
    assert made.environment["PULUMI_DEBUG_PROVIDERS"] == "aws:1"
    assert sandbox.backend.is_dir()


@pytest.mark.parametrize("target", ["sandbox", "dev"])
def test_overrides_go_into_a_copy_of_the_stack_file(
    request: pytest.FixtureRequest, target: str, calls: Path
) -> None:
    stack: Target = request.getfixturevalue(target)
    before = stack.own_config.read_text()
    asked = replace(engine(stack), overrides={"reef.depth": "-4", "reef.name": "a b"})
    copy = stack.state / "workspace" / f"Pulumi.{target}.yaml"
    assert asked.words("preview") == ["preview", "--stack", target, "--config-file", str(copy)]
    (call,) = lines(calls)
    assert call.endswith(
        f": config set-all --path --config-file {copy} --plaintext reef.depth=-4 --plaintext reef.name=a b "
        f"--stack {target} --non-interactive"
    )
    assert stack.own_config.read_text() == before


def test_what_a_person_says_on_the_command_line_comes_before_an_example(root: Path, calls: Path) -> None:
    stack = choose("dev", root, {"SANDBOX": "1"})
    asked = replace(engine(stack), examples={"reef.a": "1", "reef.b": "2"}, overrides={"reef.a": "3"})
    asked.words("preview")
    assert lines(calls)[0].endswith(
        " --plaintext reef.a=3 --plaintext reef.b=2 --stack dev --non-interactive"
    )


@pytest.mark.parametrize(("action", "checked"), [("up", True), ("preview", True), ("stack", False)])
def test_the_engines_own_up_and_preview_are_held_to_the_policies_too(
    dev: Target, calls: Path, action: str, checked: bool
) -> None:
    (dev.root / "policies").mkdir()
    (dev.root / "policies" / "PulumiPolicy.yaml").write_text("runtime: python\n")
    engine(dev).run([action, "--json"])
    pack = f" --policy-pack {dev.root / 'policies'}" if checked else ""
    assert lines(calls)[-1].split(": ", 1)[1] == f"{action} --json{pack}"


def test_the_sandbox_has_secrets_where_the_stack_file_has_encrypted_ones(root: Path, calls: Path) -> None:
    stack = choose("dev", root, {"SANDBOX": "1"})
    stack.own_config.write_text("config:\n  reef:services: {a: {b: {secure: 'v1:abc'}}}\n")
    engine(stack).words("preview")
    assert lines(calls)[0].endswith(
        ' --secret reef:services["a"]["b"]=not-in-the-sandbox --stack dev --non-interactive'
    )
