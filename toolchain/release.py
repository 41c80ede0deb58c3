"""The official Pulumi release: one pinned version, checked against the checksums that the release publishes.

The archive and the checksums come over HTTPS from two hosts (Pulumi's downloads, the release's page on
GitHub), so that one of them alone can't hand out something else. The checksums aren't committed here: they
could not be had from a source of their own when this was written.
"""

from __future__ import annotations

import hashlib
import platform
import tarfile
import tempfile
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path

from toolchain.catalog import Tool
from toolchain.errors import SetupError
from toolchain.places import Places
from toolchain.progress import Progress

ARCHIVE = "https://get.pulumi.com/releases/sdk/{file}"
CHECKSUMS = "https://github.com/pulumi/pulumi/releases/download/v{version}/pulumi-{version}-checksums.txt"
PATIENCE = 5
"""Seconds without an answer after which the build from Go modules is tried instead."""

_SYSTEMS = {"Linux": "linux", "Darwin": "darwin"}
_MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}


class UnreachableError(Exception):
    """The release can't be had from here; the text says why."""


def fetch(tool: Tool, places: Places) -> dict[str, Path]:
    """The release's engine and Python language host, from the shared cache where they are there already.

    Raises UnreachableError where there is no way to the release, SetupError where the checksum is wrong.
    """
    file = archive_name(tool.version, platform.system(), platform.machine())
    unpacked = places.cache / "release" / file.removesuffix(".tar.gz")
    if not unpacked.exists():
        unpacked.parent.mkdir(parents=True, exist_ok=True)
        wanted = checksum_of(file, _get(CHECKSUMS.format(version=tool.version)).decode())
        with tempfile.TemporaryDirectory(prefix=".release-", dir=unpacked.parent) as temporary:
            archive = Path(temporary) / file
            _download(ARCHIVE.format(file=file), archive, f"Downloading Pulumi {tool.version}")
            verify(archive, wanted)
            ready = Path(temporary) / "pulumi"
            unpack(archive, ready)
            try:
                ready.rename(unpacked)
            except OSError:
                if not unpacked.exists():  # otherwise another checkout has just fetched the same
                    raise
    return {command.name: command for command in unpacked.iterdir()}


def archive_name(version: str, system: str, machine: str) -> str:
    """The archive's name for this machine. Raises UnreachableError where no release is published for it."""
    if system not in _SYSTEMS or machine not in _MACHINES:
        raise UnreachableError(f"there is no release for {system} on {machine}")
    return f"pulumi-v{version}-{_SYSTEMS[system]}-{_MACHINES[machine]}.tar.gz"


def checksum_of(file: str, checksums: str) -> str:
    """The SHA-256 of a file in a list of `hash  name` lines. Raises SetupError where it isn't listed."""
    for line in checksums.splitlines():
        words = line.split()
        if len(words) == 2 and words[1].lstrip("*") == file:
            return words[0].lower()
    raise SetupError(f"The release's list of checksums doesn't name {file}: put pulumi on PATH yourself.")


def verify(archive: Path, wanted: str) -> None:
    """Raises SetupError unless the archive's SHA-256 is the wanted one."""
    with archive.open("rb") as content:
        got = hashlib.file_digest(content, "sha256").hexdigest()
    if got != wanted:
        raise SetupError(
            f"{archive.name} has SHA-256 {got}, the release says {wanted}: something on the way "
            "changes downloads. Nothing was installed; try another network, or put pulumi on PATH yourself."
        )


def unpack(archive: Path, into: Path) -> None:
    """The engine and what serves Python; the other languages' hosts stay in the archive."""
    into.mkdir()
    with tarfile.open(archive) as content:
        for member in content:
            name = Path(member.name).name
            source = content.extractfile(member) if member.isfile() else None
            if source is not None and (name == "pulumi" or "python" in name):
                (into / name).write_bytes(source.read())
                (into / name).chmod(0o755)


def _get(url: str) -> bytes:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:  # noqa: S310
            content: bytes = answer.read()
            return content
    except (OSError, HTTPException) as error:
        raise UnreachableError(_reason(url, error)) from error


def _download(url: str, to: Path, title: str) -> None:
    try:
        with (
            urllib.request.urlopen(url, timeout=PATIENCE) as answer,  # noqa: S310
            to.open("wb") as file,
            Progress(title, "less than a minute", detail=lambda: f"{file.tell() / 1e6:.0f} MB"),
        ):
            while block := answer.read(1 << 20):
                file.write(block)
            # To `read`, a connection that ends early is no error; the checksum would cry wolf.
            whole = answer.headers["Content-Length"]
            if whole is not None and file.tell() < int(whole):
                raise ConnectionError(f"it ended after {file.tell()} of {whole} bytes")
    except (OSError, HTTPException) as error:
        raise UnreachableError(_reason(url, error)) from error


def _reason(url: str, error: Exception) -> str:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    return f"{url.split('/')[2]} can't be reached ({cause})"
