"""Ports that have no business on the internet, with what listens there.

Administration as CIS AWS Foundations 5.1 to 5.3 and the EKS best practices guide name it; databases, caches
and brokers by the default ports of AWS's services and of the engines behind them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

ADMINISTRATION: Final[Mapping[int, str]] = {
    22: "SSH",
    3389: "RDP",
    10250: "kubelet",
    10255: "kubelet, read-only",
}

DATA: Final[Mapping[int, str]] = {
    445: "SMB",
    1433: "SQL Server",
    1521: "Oracle",
    2049: "NFS",
    2181: "ZooKeeper",
    2379: "etcd",
    3306: "MySQL",
    5432: "PostgreSQL",
    5439: "Redshift",
    5671: "RabbitMQ",
    6379: "Redis",
    8111: "DAX",
    8182: "Neptune",
    9042: "Cassandra",
    9092: "Kafka",
    9094: "Kafka",
    9200: "OpenSearch",
    11211: "Memcached",
    27017: "MongoDB",
    61617: "ActiveMQ",
}

_SHOWN: Final = 3


def called(ports: Sequence[int]) -> str:
    """The ports as people call them: ``22 (SSH), 3389 (RDP)``, of many the first three and how many more."""
    names = [f"{port} ({name})" if (name := _name(port)) else str(port) for port in ports[:_SHOWN]]
    more = f" and {len(ports) - _SHOWN} more" if len(ports) > _SHOWN else ""
    return f"port {', '.join(names)}{more}"


def _name(port: int) -> str | None:
    return ADMINISTRATION.get(port) or DATA.get(port)
