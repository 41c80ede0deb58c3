"""A real disk that a real kernel gives up: what the checks see of it, and what the detector reads of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab.detector import Detector
from lab.lab import Lab

pytestmark = pytest.mark.xdist_group("detector")

CHECK = Path(__file__).parents[2] / "components" / "remediation" / "checks" / "check_disks.sh"


@dataclass(frozen=True)
class Disk:
    """An EXT4 file system on a loop device."""

    path: Path
    device: str

    def break_it(self) -> None:
        """Let the kernel find an error in it, which it answers by making it read-only."""
        Path("/sys/fs/ext4", self.device, "trigger_fs_error").write_text("1")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    if os.geteuid() != 0 or not Path("/dev/loop-control").exists() or not shutil.which("mkfs.ext4"):
        pytest.skip("needs root, loop devices and mkfs.ext4: a disk is broken for real")
    image, path = tmp_path / "disk.img", tmp_path / "disk"
    with image.open("wb") as file:
        file.truncate(64 << 20)
    path.mkdir()
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)
    subprocess.run(["mount", "-o", "loop,errors=remount-ro", str(image), str(path)], check=True)
    try:
        yield Disk(path, Path(_source_of(path)).name)
    finally:
        subprocess.run(["umount", str(path)], check=True)


def _source_of(path: Path) -> str:
    lines = (line.split() for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines())
    return next(source for source, point, *_ in lines if point == str(path))


def check(what: str, disk: Disk, first: Path) -> tuple[int, str]:
    """What the check says of a disk, seen by a first process that is this one."""
    if not first.exists():
        first.mkdir()
        (first / "root").symlink_to("/")
        (first / "mountinfo").symlink_to("/proc/self/mountinfo")
    words = ["bash", str(CHECK), what, str(first), "/", str(disk.path)]
    answer = subprocess.run(words, capture_output=True, text=True, check=False)
    return answer.returncode, answer.stdout.strip()


def test_a_disk_is_well_until_the_kernel_makes_it_read_only(disk: Disk, tmp_path: Path) -> None:
    first = tmp_path / "first"
    assert check("read-only", disk, first) == (0, "the node's disks work")
    assert check("shut-down", disk, first) == (0, "the node's disks work")

    disk.break_it()

    assert check("read-only", disk, first) == (
        1,
        f"the kernel made the disk of {disk.path} (/dev/{disk.device}) read-only",
    )


def test_the_detector_reads_the_kernels_own_words(disk: Disk, lab: Lab) -> None:
    (node,) = lab.pool("a", 1)
    with Detector(lab, node, kernel_of_this_machine=True) as detector:
        disk.break_it()
        line = f"EXT4-fs ({disk.device}): Remounting filesystem read-only"

        def told() -> bool:
            events = lab.api.items("/api/v1/events", fieldSelector=f"involvedObject.name={node}")
            return ("FilesystemIsReadOnly", line) in {(each["reason"], each["message"]) for each in events}

        lab.timeline.wait_until(told, "the detector tells what the kernel said", timeout=60)
        detector.require_running()
