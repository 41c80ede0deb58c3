"""The scripts that node-problem-detector runs, run as they are, with programs in place of the node's."""

import http.server
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

CHECKS = Path("components/remediation/checks")
OK, SICK, UNKNOWN = 0, 1, 2

TRACKING = (
    "A9FEA97B,169.254.169.123,{stratum},1763860000.1,{offset},"
    "0.000001,0.000003,-7.1,0.001,0.02,0.0004,0.0003,16.2,{leap}"
)

Run = Callable[..., tuple[int, str]]
Program = Callable[[str, str], None]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Puts a shell script of that name on PATH."""

    def write(name: str, body: str) -> None:
        path = tmp_path / name
        path.write_text(f"#!/bin/bash\n{body}\n")
        path.chmod(0o755)

    return write


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a check; returns its exit code and what it prints."""

    def start(script: str, *args: str) -> tuple[int, str]:
        done = subprocess.run(
            ["/bin/bash", str(CHECKS / script), *args],
            env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        return done.returncode, done.stdout.strip()

    return start


def chronyc_says(
    program: Program, *, stratum: int = 4, offset: str = "0.000000120", leap: str = "Normal"
) -> None:
    answer = TRACKING.format(stratum=stratum, offset=offset, leap=leap)
    program("chronyc", f'[[ "$*" == "-n -c tracking" ]] && echo "{answer}"')


@pytest.mark.parametrize("offset", ["0.000000120", "-0.000000120", "0.499999999", "-0.4", "0.0"])
@pytest.mark.parametrize("leap", ["Normal", "Insert second", "Delete second"])
def test_a_clock_that_chronyd_keeps_is_well(program: Program, run: Run, offset: str, leap: str) -> None:
    chronyc_says(program, offset=offset, leap=leap)
    assert run("check_chrony.sh") == (OK, f"the clock is off by {offset} s, stratum 4")


@pytest.mark.parametrize("offset", ["0.500000000", "-0.512345678", "17.000000001", "-3600.2", "08.9"])
def test_a_clock_that_is_off_by_half_a_second_is_sick(program: Program, run: Run, offset: str) -> None:
    chronyc_says(program, offset=offset)
    assert run("check_chrony.sh") == (SICK, f"the clock is off by {offset} s")


@pytest.mark.parametrize(
    ("stratum", "leap"), [(4, "Not synchronised"), (0, "Normal"), (0, "Not synchronised")]
)
def test_a_chronyd_without_a_source_is_sick(program: Program, run: Run, stratum: int, leap: str) -> None:
    chronyc_says(program, stratum=stratum, leap=leap)
    assert run("check_chrony.sh") == (SICK, "chronyd has no source to synchronise with")


def test_a_chronyd_that_does_not_run_is_sick(program: Program, run: Run) -> None:
    program("chronyc", "echo '506 Cannot talk to daemon'; exit 1")
    assert run("check_chrony.sh") == (SICK, "chronyd does not answer: 506 Cannot talk to daemon")


def test_a_node_without_chrony_is_not_called_sick(run: Run) -> None:
    code, said = run("check_chrony.sh")
    assert code == UNKNOWN
    assert said.startswith("cannot run chronyc: ")


def test_a_node_that_cannot_be_entered_is_not_called_sick(program: Program, run: Run) -> None:
    program("nsenter", "echo 'nsenter: cannot open /proc/1/ns/mnt: Permission denied' >&2; exit 1")
    assert run("check_chrony.sh", "nsenter", "--target=1", "--mount", "--") == (
        UNKNOWN,
        "cannot run chronyc: nsenter: cannot open /proc/1/ns/mnt: Permission denied",
    )


@pytest.mark.parametrize("answer", ["", "Reference ID : A9FEA97B", "a,b,c"])
def test_an_answer_that_is_not_understood_is_not_called_sick(program: Program, run: Run, answer: str) -> None:
    program("chronyc", f"echo '{answer}'")
    assert run("check_chrony.sh") == (UNKNOWN, f"cannot read chronyc's answer: {answer}".strip())


def test_chronyc_runs_on_the_node_and_not_in_the_container(program: Program, run: Run) -> None:
    chronyc_says(program, stratum=0)
    program(
        "nsenter",
        f'[[ "$*" == "--target=1 --mount -- chronyc -n -c tracking" ]] && echo "{TRACKING}"'.format(
            stratum=3, offset="0.1", leap="Normal"
        ),
    )
    assert run("check_chrony.sh", "nsenter", "--target=1", "--mount", "--") == (
        OK,
        "the clock is off by 0.1 s, stratum 3",
    )


def test_a_containerd_that_answers_is_well(program: Program, run: Run) -> None:
    program("ctr", '[[ "$*" == "--timeout 10s version" ]] && echo "Server: 2.1.4"')
    assert run("check_containerd.sh") == (OK, "containerd answers")


def test_a_containerd_that_does_not_answer_is_sick_and_says_why_in_one_line(
    program: Program, run: Run
) -> None:
    program("ctr", "echo Client:; echo 'ctr: context deadline exceeded' >&2; exit 1")
    assert run("check_containerd.sh") == (SICK, "containerd does not answer: ctr: context deadline exceeded")


def test_a_socket_elsewhere_is_no_dead_containerd(program: Program, run: Run) -> None:
    said = "ctr: failed to dial /run/containerd/containerd.sock: connect: no such file or directory"
    program("ctr", f"echo '{said}' >&2; exit 1")
    assert run("check_containerd.sh") == (UNKNOWN, f"containerd has no socket where ctr looks: {said}")


def test_a_node_without_containerd_is_not_called_sick(run: Run) -> None:
    code, said = run("check_containerd.sh")
    assert code == UNKNOWN
    assert said.startswith("cannot run ctr: ")


class Kubelet(http.server.BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def kubelet() -> Iterator[tuple[type[Kubelet], str]]:
    """A kubelet's health endpoint, and its port."""
    handler = type("OwnKubelet", (Kubelet,), {})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield handler, str(server.server_port)
    server.shutdown()
    server.server_close()


def test_a_kubelet_that_says_ok_is_well(kubelet: tuple[type[Kubelet], str], run: Run) -> None:
    assert run("check_kubelet.sh", kubelet[1]) == (OK, "the kubelet is healthy")


def test_a_kubelet_that_says_it_is_sick_is_sick(kubelet: tuple[type[Kubelet], str], run: Run) -> None:
    kubelet[0].status = 500
    assert run("check_kubelet.sh", kubelet[1]) == (
        SICK,
        "the kubelet says HTTP/1.0 500 Internal Server Error",
    )


def test_a_kubelet_that_listens_and_says_nothing_is_sick(program: Program, run: Run) -> None:
    program("silent", "exit 4")
    assert run("check_kubelet.sh", "1", "silent") == (SICK, "the kubelet does not answer within 10 s")


def test_a_network_that_cannot_be_entered_does_not_make_every_node_sick(program: Program, run: Run) -> None:
    program("nsenter", "echo 'nsenter: cannot open /proc/1/ns/net: Permission denied' >&2; exit 1")
    assert run("check_kubelet.sh", "10248", "nsenter", "--target=1", "--net", "--") == (
        UNKNOWN,
        "cannot look into the node's network: nsenter: cannot open /proc/1/ns/net: Permission denied",
    )


def test_a_probe_that_ends_otherwise_is_not_called_sick(program: Program, run: Run) -> None:
    program("odd", "echo what; exit 77")
    assert run("check_kubelet.sh", "1", "odd") == (UNKNOWN, "cannot ask the kubelet: what")


def test_the_kubelet_is_asked_in_the_nodes_network(
    kubelet: tuple[type[Kubelet], str], program: Program, run: Run
) -> None:
    program("nsenter", '[[ "$1 $2 $3" == "--target=1 --net --" ]] && shift 3 && exec "$@"')
    assert run("check_kubelet.sh", kubelet[1], "nsenter", "--target=1", "--net", "--") == (
        OK,
        "the kubelet is healthy",
    )


def test_a_kubelet_that_is_not_there_is_sick(run: Run) -> None:
    # Nothing listens on the port 1 of any machine that runs tests.
    assert run("check_kubelet.sh", "1") == (SICK, "nothing listens on the kubelet's health port 1")


def mounted(tmp_path: Path, *lines: str) -> str:
    """The folder in proc of a first process with these mounts, whose root is this machine's."""
    (tmp_path / "root").symlink_to("/")
    (tmp_path / "mountinfo").write_text("".join(f"{line}\n" for line in lines))
    return str(tmp_path)


ROOT = "27 1 0:1 / / rw,relatime - xfs /dev/nvme0n1p1 rw,attr2,inode64"
DATA = "42 27 0:1 / /var rw,relatime - ext4 /dev/nvme1n1p1"


@pytest.mark.parametrize(
    "options",
    [
        "rw,errors=remount-ro,emergency_ro",  # as Linux 6.18 showed it
        "ro,errors=remount-ro",  # and those before 6.15
    ],
)
def test_a_disk_that_the_kernel_made_read_only_is_sick(run: Run, tmp_path: Path, options: str) -> None:
    first = mounted(tmp_path, ROOT, f"{DATA} {options}")
    assert run("check_disks.sh", "read-only", first, "/", "/var/lib/kubelet") == (
        SICK,
        "the kernel made the disk of /var/lib/kubelet (/dev/nvme1n1p1) read-only",
    )


@pytest.mark.parametrize(
    "lines",
    [
        (ROOT, f"{DATA} rw,errors=remount-ro"),
        # Bottlerocket's root, read-only on purpose.
        ("27 1 253:0 / / ro,relatime - erofs /dev/dm-0 ro", f"{DATA} rw"),
        # A pod's volume, and a mount that a later one covers.
        (ROOT, "60 27 0:1 / /var/lib/kubelet/pods/1/volumes/2 rw - ext4 /dev/nvme2n1 ro,emergency_ro"),
        (ROOT, f"{DATA} ro", f"{DATA} rw"),
        (ROOT, "60 27 0:1 / /var/lib/kubelet2 rw - ext4 /dev/nvme2n1 ro"),
    ],
)
def test_no_other_mount_makes_a_node_sick(run: Run, tmp_path: Path, lines: tuple[str, ...]) -> None:
    code, said = run("check_disks.sh", "read-only", mounted(tmp_path, *lines), "/", "/var/lib/kubelet")
    assert (code, said) == (OK, "the node's disks work")


def test_a_device_that_is_gone_is_sick(run: Run, tmp_path: Path) -> None:
    first = mounted(tmp_path, "27 1 4000:7 / / rw,relatime - xfs /dev/nvme0n1p1 rw")
    assert run("check_disks.sh", "shut-down", first, "/") == (SICK, "the device of / (4000:7) is gone")


def test_a_path_that_is_missing_is_passed_over(run: Run, tmp_path: Path) -> None:
    first = mounted(tmp_path, ROOT)
    assert run("check_disks.sh", "shut-down", first, "/", "/local/nowhere") == (OK, "the node's disks work")


def test_io_errors_of_a_disk_are_sick(run: Run, program: Program, tmp_path: Path) -> None:
    # What coreutils' stat said on an XFS that Linux 6.18 had shut down.
    program("stat", """echo "stat: cannot statx '${@: -1}': Input/output error" >&2; exit 1""")
    assert run("check_disks.sh", "shut-down", mounted(tmp_path, ROOT), "/") == (
        SICK,
        "the disk of / (0:1) answers with I/O errors only",
    )


def test_a_disk_that_nobody_may_look_at_is_unknown(run: Run, program: Program, tmp_path: Path) -> None:
    program("stat", """echo "stat: cannot statx '${@: -1}': Permission denied" >&2; exit 1""")
    code, said = run("check_disks.sh", "shut-down", mounted(tmp_path, ROOT), "/")
    assert (code, said.rpartition(": ")[2]) == (UNKNOWN, "Permission denied")


def test_mounts_that_cannot_be_read_are_unknown(run: Run, tmp_path: Path) -> None:
    code, said = run("check_disks.sh", "read-only", str(tmp_path / "none"), "/")
    assert (code, said.partition(":")[0]) == (UNKNOWN, "cannot read the node's mounts")
