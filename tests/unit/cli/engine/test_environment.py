import json
import os
from pathlib import Path

import pytest

from cli.engine import environment
from cli.engine.environment import Providers
from cli.engine.target import Target
from cli.errors import CommandError

LOCAL_STATE = (
    "The state is kept in ~/.pulumi on this machine. A team shares it: `pulumi login s3://BUCKET` or "
    "`pulumi login` (Pulumi Cloud) first, or set PULUMI_BACKEND_URL."
)


def test_in_the_sandbox_nothing_of_the_users_accounts_is_left(sandbox: Target) -> None:
    made = environment.sandboxed(
        sandbox,
        {
            "PATH": "/usr/bin",
            "HOME": "/home/ann",
            "AWS_PROFILE": "production",
            "AWS_SESSION_TOKEN": "secret",
            "PULUMI_ACCESS_TOKEN": "secret",
            "PULUMI_CONFIG_PASSPHRASE_FILE": "/home/ann/passphrase",
            "KUBECONFIG": "/home/ann/.kube/config",
        },
    )
    assert made == {
        "PATH": f"{sandbox.root}/.tools/bin:{sandbox.root}/.tools/venv/bin:/usr/bin",
        "HOME": "/home/ann",
        "VIRTUAL_ENV": f"{sandbox.root}/.tools/venv",
        "PULUMI_SKIP_UPDATE_CHECK": "1",
        "PULUMI_HOME": f"{sandbox.state}/home",
        "PULUMI_BACKEND_URL": f"file://{sandbox.state}/backend?metadata=skip",
        "PULUMI_CONFIG_PASSPHRASE": "sandbox",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "1",
        "AWS_ACCESS_KEY_ID": "sandbox",
        "AWS_SECRET_ACCESS_KEY": "sandbox",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "KUBECONFIG": os.devnull,
    }


def test_the_engine_is_told_where_each_provider_listens() -> None:
    providers = Providers(ports={"kubernetes": 3, "aws": 1, "eks": 2}, endpoint="http://127.0.0.1:4")
    assert environment.attached({"HOME": "/"}, providers) == {
        "HOME": "/",
        "PULUMI_DEBUG_PROVIDERS": "aws:1,eks:2,kubernetes:3",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:4",
    }


def test_a_command_for_aws_meets_moto_in_the_sandbox_and_the_users_account_elsewhere(
    sandbox: Target, dev: Target
) -> None:
    providers = Providers(ports={"aws": 1}, endpoint="http://127.0.0.1:4")
    inside = environment.on_aws(sandbox, {}, providers)
    assert (inside["AWS_ENDPOINT_URL"], inside["AWS_DEFAULT_REGION"]) == ("http://127.0.0.1:4", "eu-west-1")
    outside = environment.on_aws(dev, {"AWS_PROFILE": "work", "AWS_DEFAULT_REGION": "eu-west-3"}, None)
    assert (outside["AWS_PROFILE"], outside["AWS_DEFAULT_REGION"]) == ("work", "us-east-1")
    assert "AWS_ENDPOINT_URL" not in outside
    assert outside["PATH"].startswith(f"{dev.root}/.tools/bin:")


def test_without_a_login_the_state_is_kept_in_the_home_and_that_is_said(dev: Target, tmp_path: Path) -> None:
    made, notice = environment.real(dev, {"PULUMI_CONFIG_PASSPHRASE": "p"}, tmp_path)
    assert made["PULUMI_BACKEND_URL"] == "file://~"
    assert notice == LOCAL_STATE


@pytest.mark.parametrize(
    "base",
    [
        {"PULUMI_BACKEND_URL": "s3://states", "PULUMI_CONFIG_PASSPHRASE": "p"},
        {"PULUMI_BACKEND_URL": "s3://states", "PULUMI_CONFIG_PASSPHRASE_FILE": "/p"},
        {"PULUMI_BACKEND_URL": "https://api.pulumi.com"},
        {"PULUMI_ACCESS_TOKEN": "t"},
    ],
)
def test_a_backend_of_the_users_is_left_as_it_is(dev: Target, tmp_path: Path, base: dict[str, str]) -> None:
    made, notice = environment.real(dev, base, tmp_path)
    assert {key: made.get(key) for key in base} == base
    assert made.get("PULUMI_BACKEND_URL") == base.get("PULUMI_BACKEND_URL")
    assert notice == ""


def test_the_last_login_counts(dev: Target, tmp_path: Path) -> None:
    (tmp_path / ".pulumi").mkdir()
    (tmp_path / ".pulumi" / "credentials.json").write_text(json.dumps({"current": "https://api.pulumi.com"}))
    made, notice = environment.real(dev, {}, tmp_path)
    assert "PULUMI_BACKEND_URL" not in made
    assert notice == ""


def test_a_backend_in_the_project_file_counts(dev: Target, tmp_path: Path) -> None:
    (dev.root / "Pulumi.yaml").write_text("name: reef\nbackend: {url: 'https://pulumi.example.org'}\n")
    assert environment.real(dev, {}, tmp_path / "home")[1] == ""


def test_a_missing_passphrase_is_one_error_with_the_fix(dev: Target, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as failure:
        environment.real(dev, {"PULUMI_BACKEND_URL": "s3://states"}, tmp_path)
    assert str(failure.value) == (
        "The backend s3://states encrypts secrets with a passphrase, and none is set: export "
        "PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE), and keep it with the stack."
    )


def test_a_stack_whose_secrets_a_key_service_encrypts_needs_no_passphrase(
    dev: Target, tmp_path: Path
) -> None:
    dev.own_config.write_text("secretsprovider: awskms://alias/states\n")
    made, _ = environment.real(dev, {"PULUMI_BACKEND_URL": "s3://states"}, tmp_path)
    assert "PULUMI_CONFIG_PASSPHRASE" not in made
