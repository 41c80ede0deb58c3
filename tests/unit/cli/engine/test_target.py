from pathlib import Path

import pytest

from cli.engine.target import Target, choose


@pytest.mark.parametrize(
    ("stack", "environment", "sandboxed"),
    [
        ("sandbox", {}, True),
        ("dev", {}, False),
        ("dev", {"SANDBOX": "1"}, True),
        ("dev", {"SANDBOX": "0"}, False),
    ],
)
def test_a_stack_is_in_the_sandbox_if_it_is_the_sandbox_or_taken_there(
    root: Path, stack: str, environment: dict[str, str], sandboxed: bool
) -> None:
    assert choose(stack, root, environment).sandboxed is sandboxed


def test_each_stack_has_a_state_of_its_own_unless_told_where(root: Path) -> None:
    assert choose("dev", root, {}).state == root / ".tools" / "state" / "dev"
    assert choose("dev", root, {}, root / "elsewhere").backend == root / "elsewhere" / "backend"
    assert choose("dev", root, {}, Path("elsewhere")).backend == Path.cwd() / "elsewhere" / "backend"


def test_the_region_is_the_stack_files_or_the_usual_one(sandbox: Target, dev: Target) -> None:
    assert sandbox.region == "eu-west-1"
    assert dev.region == "us-east-1"


def test_a_stack_without_a_file_has_the_defaults(root: Path) -> None:
    target = choose("local", root, {})
    assert target.region == "us-east-1"
    assert target.secrets_provider == "passphrase"
