"""`make facts`, on a copy of the files; what AWS tells is tested beside each reading."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from facts import __main__ as command
from facts import files, refresh
from facts.aws.price_list import PriceListError

TODAY = date(2027, 1, 2)


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files and their copies in a folder of their own, on the second of January."""
    for name in ("FOLDER", "PACK"):
        folder = tmp_path / name.lower()
        folder.mkdir()
        for file in files.NAMES:
            (folder / f"{file}.json").write_bytes(files.path(file).read_bytes())
        monkeypatch.setattr(files, name, folder)
    monkeypatch.setattr(files, "ROOT", tmp_path)
    files.load.cache_clear()
    clock = SimpleNamespace(now=lambda _: SimpleNamespace(date=lambda: TODAY))
    monkeypatch.setattr(command, "datetime", clock)
    return tmp_path


@pytest.fixture(autouse=True)
def _forgotten() -> Any:
    yield
    files.load.cache_clear()


def with_credentials(monkeypatch: pytest.MonkeyPatch, found: object) -> None:
    monkeypatch.setattr(boto3.Session, "get_credentials", lambda _self: found)


def test_without_credentials_it_says_how_old_each_file_is(
    copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_credentials(monkeypatch, None)
    assert command.main([]) == 0
    first, *rest = capsys.readouterr().out.splitlines()
    assert first == "No AWS credentials: nothing was asked, and these are the facts that there are."
    assert [line.partition(" (")[0] for line in rest] == [
        "ec2_types: of 2026-01-22, 345 days old",
        "ec2_prices: of 2026-07-20, 166 days old",
        "eks_versions: of 2026-11-23, 40 days old",
        "aws_prices: of 2026-08-01, 154 days old",
        "service_prices: of 2026-10-02, 92 days old",
        "image_references: of 2026-11-29, 34 days old",
    ]


def test_what_aws_tells_is_written_with_its_date_and_copied(
    copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(_session: boto3.Session, known: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        return "AWS itself", {"versions": {**known["versions"], "1.38": None}}

    with_credentials(monkeypatch, "some")
    monkeypatch.setattr(command, "ASKED", {"eks_versions": told})
    monkeypatch.setattr(refresh, "ASKED", {"eks_versions": told})
    assert command.main([]) == 0
    assert "eks_versions: of 2027-01-02, today (AWS itself)" in capsys.readouterr().out
    assert files.load("eks_versions")["versions"]["1.38"] is None
    assert files.load("eks_versions")["versions"]["1.30"]["released"] == "2024-05-23"
    assert files.stale_copies() == []


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (PriceListError("AWSELB has no price"), "AWSELB has no price"),
        (
            ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "GetProducts"),
            "An error occurred (AccessDenied) when calling the GetProducts operation: no",
        ),
    ],
)
def test_what_aws_does_not_tell_stays_as_it_is(
    copied: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    message: str,
) -> None:
    def refused(_session: boto3.Session, _known: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        raise error

    before = files.path("aws_prices").read_bytes()
    with_credentials(monkeypatch, "some")
    monkeypatch.setattr(command, "ASKED", {"aws_prices": refused})
    monkeypatch.setattr(refresh, "ASKED", {"aws_prices": refused})
    assert command.main([]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == f"aws_prices stays as it is: {message}"
    assert files.path("aws_prices").read_bytes() == before


def test_a_copy_that_is_not_equal_is_made_anew(
    copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_credentials(monkeypatch, None)
    (copied / "pack" / "ec2_types.json").write_text("{}")
    assert command.main([]) == 0
    assert "copied to pack/ec2_types.json" in capsys.readouterr().out.splitlines()
    assert files.stale_copies() == []


def test_it_asks_for_every_file_that_aws_tells() -> None:
    assert set(files.NAMES) - refresh.ASKED.keys() == {"image_references", "service_prices"}
