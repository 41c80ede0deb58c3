"""Charts on this machine's loopback, over https, as repositories and registries serve them."""

from __future__ import annotations

import hashlib
import ipaddress
import json
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_HOST = "127.0.0.1"
_MANIFEST = "application/vnd.oci.image.manifest.v1+json"


@dataclass(frozen=True)
class ChartRepository:
    """``address/charts`` is the repository of whatever was added, under https:// as under oci://."""

    address: str
    authority: Path
    """Who vouches for the server; helm believes what SSL_CERT_FILE names."""
    folder: Path

    def add(self, name: str, version: str, templates: str) -> None:
        """Pack a chart with these templates, and serve it from now on."""
        source = self.folder / "sources" / name
        (source / "templates").mkdir(parents=True)
        (source / "Chart.yaml").write_text(f"apiVersion: v2\nname: {name}\nversion: {version}\n")
        (source / "templates" / "all.yaml").write_text(templates)
        charts = str(self.folder / "charts")
        for command in (["package", str(source), "--destination", charts], ["repo", "index", charts]):
            subprocess.run(["helm", *command], check=True, capture_output=True)
        self._put_into_registry(name, version)

    def _put_into_registry(self, name: str, version: str) -> None:
        registry = self.folder / "v2" / "charts" / name
        blobs, manifests = registry / "blobs", registry / "manifests"
        for folder in (blobs, manifests):
            folder.mkdir(parents=True)

        def blob(kind: str, content: bytes) -> dict[str, object]:
            digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
            (blobs / digest).write_bytes(content)
            return {"mediaType": kind, "digest": digest, "size": len(content)}

        about = json.dumps({"name": name, "version": version, "apiVersion": "v2"}).encode()
        packed = (self.folder / "charts" / f"{name}-{version}.tgz").read_bytes()
        manifest = {
            "schemaVersion": 2,
            "mediaType": _MANIFEST,
            "config": blob("application/vnd.cncf.helm.config.v1+json", about),
            "layers": [blob("application/vnd.cncf.helm.chart.content.v1.tar+gzip", packed)],
        }
        text = json.dumps(manifest).encode()
        (manifests / version).write_bytes(text)
        (manifests / f"sha256:{hashlib.sha256(text).hexdigest()}").write_bytes(text)


class _Handler(SimpleHTTPRequestHandler):
    """Files of a folder; those of the registry's manifests by their type."""

    def guess_type(self, path: str) -> str:  # type: ignore[override]
        return _MANIFEST if "/manifests/" in str(path) else super().guess_type(path)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def serve(folder: Path) -> Iterator[ChartRepository]:
    """An empty repository below ``folder``, until the block ends."""
    (folder / "charts").mkdir(parents=True)
    (folder / "v2").mkdir()
    authority = _certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority, folder / "key.pem")
    server = ThreadingHTTPServer((_HOST, 0), partial(_Handler, directory=str(folder)))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield ChartRepository(f"{_HOST}:{server.server_port}", authority, folder)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _certificate(folder: Path) -> Path:
    """A certificate that vouches for itself, and its key as ``key.pem``."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(_HOST))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (folder / "authority.pem").write_bytes(certificate.public_bytes(pem))
    return folder / "authority.pem"
