import hashlib
import http.server
import io
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from toolchain import release
from toolchain.catalog import TOOLS
from toolchain.errors import SetupError
from toolchain.places import Places

PULUMI = TOOLS["pulumi"]
FILE = f"pulumi-v{PULUMI.version}-linux-x64.tar.gz"


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that a local web server answers from, in place of both hosts; the machine is a Linux PC."""
    folder = tmp_path / "served"
    folder.mkdir()

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(folder))  # type: ignore[arg-type]

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setattr(release, "ARCHIVE", address + "/{file}")
        monkeypatch.setattr(release, "CHECKSUMS", address + "/checksums-{version}.txt")
        monkeypatch.setattr("platform.system", lambda: "Linux")
        monkeypatch.setattr("platform.machine", lambda: "x86_64")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        yield folder
        server.shutdown()


def publish(folder: Path, content: dict[str, str], checksum: str | None = None) -> None:
    with tarfile.open(folder / FILE, "w:gz") as archive:
        for name, text in content.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    real = hashlib.sha256((folder / FILE).read_bytes()).hexdigest()
    (folder / f"checksums-{PULUMI.version}.txt").write_text(
        f"{'0' * 64}  other.tar.gz\n{checksum or real}  {FILE}\n"
    )


RELEASE = {
    "pulumi/pulumi": "engine",
    "pulumi/pulumi-language-python": "host",
    "pulumi/pulumi-language-python-exec": "launcher",
    "pulumi/pulumi-language-nodejs": "another language",
}


def test_the_engine_and_its_python_host_are_taken_out_of_the_archive(places: Places, served: Path) -> None:
    publish(served, RELEASE)
    commands = release.fetch(PULUMI, places)
    assert {name: command.read_text() for name, command in commands.items()} == {
        "pulumi": "engine",
        "pulumi-language-python": "host",
        "pulumi-language-python-exec": "launcher",
    }
    assert all(command.stat().st_mode & 0o111 for command in commands.values())


def test_a_second_checkout_downloads_nothing(places: Places, served: Path) -> None:
    publish(served, RELEASE)
    first = release.fetch(PULUMI, places)
    (served / FILE).unlink()
    assert release.fetch(PULUMI, places) == first


def test_an_archive_with_another_checksum_is_refused_and_nothing_is_kept(
    places: Places, served: Path
) -> None:
    publish(served, RELEASE, checksum="f" * 64)
    real = hashlib.sha256((served / FILE).read_bytes()).hexdigest()
    with pytest.raises(SetupError) as failure:
        release.fetch(PULUMI, places)
    assert str(failure.value) == (
        f"{FILE} has SHA-256 {real}, the release says {'f' * 64}: something on the way changes downloads. "
        "Nothing was installed; try another network, or put pulumi on PATH yourself."
    )
    assert list((places.cache / "release").iterdir()) == []


def test_a_download_that_breaks_off_counts_as_unreachable_and_nothing_is_kept(
    places: Places, served: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(served, RELEASE)
    whole = (served / FILE).stat().st_size
    send = http.server.SimpleHTTPRequestHandler.copyfile

    def break_off(handler: http.server.SimpleHTTPRequestHandler, source: BinaryIO, output: BinaryIO) -> None:
        archive = handler.path.endswith(".tar.gz")
        send(handler, io.BytesIO(source.read(100)) if archive else source, output)

    monkeypatch.setattr(http.server.SimpleHTTPRequestHandler, "copyfile", break_off)
    with pytest.raises(release.UnreachableError, match=rf"\(it ended after 100 of {whole} bytes\)$"):
        release.fetch(PULUMI, places)
    assert list((places.cache / "release").iterdir()) == []


def test_two_checkouts_at_once_both_get_it(
    places: Places, served: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(served, RELEASE)
    unpack = release.unpack

    def after_the_other(archive: Path, into: Path) -> None:
        monkeypatch.setattr(release, "unpack", unpack)
        release.fetch(PULUMI, places)
        unpack(archive, into)

    monkeypatch.setattr(release, "unpack", after_the_other)
    assert set(release.fetch(PULUMI, places)) == {
        "pulumi",
        "pulumi-language-python",
        "pulumi-language-python-exec",
    }


def test_an_archive_that_the_checksums_do_not_name_is_refused() -> None:
    with pytest.raises(SetupError) as failure:
        release.checksum_of(FILE, "abc  other.tar.gz\n")
    assert str(failure.value) == (
        f"The release's list of checksums doesn't name {FILE}: put pulumi on PATH yourself."
    )


def test_files_that_would_land_outside_are_put_inside(places: Places, served: Path) -> None:
    publish(served, {"../../python-escape": "x", "/pulumi": "engine"})
    assert set(release.fetch(PULUMI, places)) == {"python-escape", "pulumi"}


def test_a_host_that_does_not_have_the_release_counts_as_unreachable(places: Places, served: Path) -> None:
    with pytest.raises(
        release.UnreachableError, match=r"^127\.0\.0\.1:\d+ can't be reached \(File not found\)$"
    ):
        release.fetch(PULUMI, places)


@pytest.mark.parametrize(
    ("system", "machine", "file"),
    [
        ("Linux", "x86_64", "pulumi-v3.1.0-linux-x64.tar.gz"),
        ("Linux", "aarch64", "pulumi-v3.1.0-linux-arm64.tar.gz"),
        ("Darwin", "arm64", "pulumi-v3.1.0-darwin-arm64.tar.gz"),
    ],
)
def test_the_archive_is_the_machines(system: str, machine: str, file: str) -> None:
    assert release.archive_name("3.1.0", system, machine) == file


def test_a_machine_without_a_release_gets_none() -> None:
    with pytest.raises(release.UnreachableError, match=r"^there is no release for Linux on riscv64$"):
        release.archive_name("3.1.0", "Linux", "riscv64")
