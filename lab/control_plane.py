"""A real control plane without containers; KWOK stands in for the kubelets."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from lab import kubelet, nodes
from lab.api import LabApi, Login
from lab.binaries import Binaries
from lab.process import Program, Workbench, free_port, wait_until

_ISSUER = "https://kubernetes.default.svc.cluster.local"
# Sockets in the private folder that the programs run in: nobody else on the machine reaches the data.
_ETCD = "unix://etcd:0"
_ETCD_PEER = "unix://peer:0"
_SERVICE_RANGE = "10.96.0.0/16"

# Everything that a service account asks is written down: an engine's load and manners are measured from it.
_AUDIT_POLICY = """
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived, ResponseStarted]
rules:
  - level: None
    userGroups: ["system:serviceaccounts:kube-system"]
  - level: Metadata
    userGroups: ["system:serviceaccounts"]
  - level: None
"""


@dataclass(frozen=True)
class ControllerPeriods:
    """How fast the control plane notices a dead node, in seconds.

    Kubernetes' defaults are a lease of 40 s, renewed every 10 s, and a grace of 50 s; ``FAST`` is for tests.
    """

    lease: int = 40
    grace: int = 50
    monitor: float = 5
    """How often the node controller looks."""


FAST = ControllerPeriods(lease=4, grace=6, monitor=0.5)


class ControlPlane:
    """A running control plane on 127.0.0.1; a context manager.

    RBAC, the node authorizer and the default admission plugins are on, as in a managed cluster. ``admin`` is
    in system:masters. Everything lives in one private temporary folder, which goes when the plane is closed.
    """

    def __init__(self, binaries: Binaries, periods: ControllerPeriods = FAST) -> None:
        started = time.monotonic()
        self._binaries = binaries
        self._periods = periods
        self._bench = Workbench()
        self.folder = self._bench.folder
        self.addresses = nodes.addresses()
        """Of all nodes that this plane ever has: KWOK must never see a node's name again.

        A node that returns within a second of its removal can stop the heartbeats of all nodes for good: two
        renewals of its Lease may then be due, and KWOK 0.7.0's queue stops at the second (``heap.Push`` of an
        item that is there already).
        """
        self._port = free_port()
        self._tokens = {
            name: secrets.token_urlsafe(24)
            for name in ("admin", "system:kube-controller-manager", "system:kube-scheduler")
        }
        try:
            self._write_files()
            self._start()
        except BaseException:
            self.close()
            raise
        self.seconds_to_start = time.monotonic() - started

    @property
    def login(self) -> Login:
        """The administrator's login."""
        return self._login("admin")

    @property
    def admin(self) -> LabApi:
        """A client with all rights."""
        return self._admin

    def kubeconfig(self, login: Login | None = None, namespace: str = "default") -> Path:
        """Write ``login`` (the administrator's by default) as a kubeconfig file of this plane's folder."""
        path = self.folder / f"kubeconfig-{secrets.token_hex(4)}"
        path.touch(mode=0o600)
        path.write_text((login or self.login).kubeconfig(namespace))
        return path

    def service_account(self, namespace: str, name: str, *, seconds: int = 3600) -> Login:
        """Return a service account's login, got as a kubelet gets it (TokenRequest); good for ``seconds``."""
        answer = self.admin.create(
            f"/api/v1/namespaces/{namespace}/serviceaccounts/{name}/token",
            {"spec": {"expirationSeconds": seconds}},
        )
        return Login(self.login.server, self.login.ca_file, answer["status"]["token"])

    def stop_api_server(self, *, crash: bool = False) -> None:
        """Stop the API server (SIGKILL where ``crash``); the rest goes on, and etcd keeps its data."""
        if crash:
            self._api_server.kill()
        else:
            self._api_server.stop()

    def start_api_server(self) -> None:
        """Start the API server again and wait until it is ready."""
        self._api_server = self._run_api_server()
        wait_until("the API server is ready", self._api_is_ready, timeout=60)

    def close(self) -> None:
        """Stop everything and remove the folder."""
        self._bench.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _login(self, user: str) -> Login:
        return Login(
            f"https://127.0.0.1:{self._port}", self.folder / "tls" / "apiserver.crt", self._tokens[user]
        )

    def _write_files(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        _write_private(
            self.folder / "accounts.key",
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.TraditionalOpenSSL,
                serialization.NoEncryption(),
            ),
        )
        lines = [
            f'{token},{user},{user},"{"system:masters" if user == "admin" else ""}"'
            for user, token in self._tokens.items()
        ]
        _write_private(self.folder / "tokens.csv", "\n".join(lines).encode())
        (self.folder / "audit-policy.yaml").write_text(_AUDIT_POLICY)
        (self.folder / "kwok.yaml").write_text(kubelet.configuration())

    def _start(self) -> None:
        self._bench.run(
            "etcd",
            [
                self._binaries.etcd,
                f"--data-dir={self.folder}/etcd",
                "--unsafe-no-fsync",
                "--log-level=warn",
                f"--listen-client-urls={_ETCD}",
                f"--advertise-client-urls={_ETCD}",
                f"--listen-peer-urls={_ETCD_PEER}",
                f"--initial-advertise-peer-urls={_ETCD_PEER}",
                f"--initial-cluster=default={_ETCD_PEER}",
            ],
        )
        self.start_api_server()
        self._admin = LabApi(self.login)
        self._run_controllers()
        wait_until(
            "the controllers run",
            lambda: self.admin.exists("/api/v1/namespaces/default/serviceaccounts/default"),
            timeout=60,
        )

    def _run_api_server(self) -> Program:
        return self._bench.run(
            "kube-apiserver",
            [
                self._binaries.kube_apiserver,
                f"--etcd-servers={_ETCD}",
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                f"--secure-port={self._port}",
                # A loopback address is refused as an endpoint of the service "kubernetes".
                "--endpoint-reconciler-type=none",
                f"--cert-dir={self.folder}/tls",
                f"--token-auth-file={self.folder}/tokens.csv",
                "--authorization-mode=Node,RBAC",
                "--enable-admission-plugins=NodeRestriction",
                f"--service-account-issuer={_ISSUER}",
                f"--service-account-key-file={self.folder}/accounts.key",
                f"--service-account-signing-key-file={self.folder}/accounts.key",
                f"--service-cluster-ip-range={_SERVICE_RANGE}",
                f"--audit-policy-file={self.folder}/audit-policy.yaml",
                f"--audit-log-path={self.folder}/audit.log",
            ],
        )

    def _api_is_ready(self) -> bool:
        self._api_server.require_running()
        try:
            answer = requests.get(
                f"{self.login.server}/readyz",
                headers={"Authorization": f"Bearer {self.login.token}"},
                verify=str(self.login.ca_file),
                timeout=5,
            )
        except OSError:
            return False
        return answer.ok

    def _run_controllers(self) -> None:
        self._bench.run(
            "kube-controller-manager",
            [
                self._binaries.kube_controller_manager,
                f"--kubeconfig={self.kubeconfig(self._login('system:kube-controller-manager'))}",
                "--leader-elect=false",
                "--secure-port=0",
                "--use-service-account-credentials",
                f"--service-account-private-key-file={self.folder}/accounts.key",
                f"--root-ca-file={self.login.ca_file}",
                f"--node-monitor-grace-period={self._periods.grace}s",
                f"--node-monitor-period={self._periods.monitor}s",
                "--kube-api-qps=200",
                "--kube-api-burst=400",
            ],
        )
        self._bench.run(
            "kube-scheduler",
            [
                self._binaries.kube_scheduler,
                f"--kubeconfig={self.kubeconfig(self._login('system:kube-scheduler'))}",
                "--leader-elect=false",
                "--secure-port=0",
                "--kube-api-qps=200",
                "--kube-api-burst=400",
            ],
        )
        self._bench.run(
            "kwok",
            [
                self._binaries.kwok,
                f"--kubeconfig={self.kubeconfig()}",
                f"--config={self.folder}/kwok.yaml",
                "--manage-all-nodes=true",
                f"--node-lease-duration-seconds={self._periods.lease}",
                # At INFO it writes a line a Lease: a hundred a second with a thousand nodes.
                "--v=WARN",
            ],
        )


def _write_private(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)
