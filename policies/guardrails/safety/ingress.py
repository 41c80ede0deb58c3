"""What security groups let in, whatever kind of resource says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from guardrails.core.node_groups import NODE_GROUP
from guardrails.core.plain import UNKNOWN, Plain, slots, value_at
from guardrails.core.resource import Resource

GROUPS: Final = frozenset(
    {
        "aws:ec2/securityGroup:SecurityGroup",
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    }
)
RULES: Final = "aws:ec2/securityGroupRule:SecurityGroupRule"
INGRESS_RULES: Final = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
LIGHTSAIL: Final = "aws:lightsail/instancePublicPorts:InstancePublicPorts"
TYPES: Final = GROUPS | {RULES, INGRESS_RULES, NODE_GROUP, LIGHTSAIL}

_EVERY_PORT: Final = ("-1", "all")
_WITH_PORTS: Final = ("tcp", "6", "udp", "17")
_SSH, _RDP = 22, 3389


@dataclass(frozen=True)
class Opening:
    """One rule that lets something in; ``where`` is its path, ``""`` for the resource itself."""

    where: str
    protocol: Plain
    from_port: Plain
    to_port: Plain
    sources: tuple[Plain, ...]

    @property
    def every_port(self) -> bool:
        """Whether it lets in whatever there is."""
        return str(self.protocol).lower() in _EVERY_PORT

    def spans(self, port: int) -> bool | None:
        """Whether TCP or UDP ``port`` is inside; None where that is not known yet."""
        if self.protocol is UNKNOWN:
            return None
        # AWS takes TCP for tcp.
        if self.every_port or str(self.protocol).lower() not in _WITH_PORTS:
            return self.every_port
        if not isinstance(self.from_port, int) or not isinstance(self.to_port, int):
            return None if UNKNOWN in (self.from_port, self.to_port) else False
        return self.from_port <= port <= self.to_port


def openings(resource: Resource) -> Iterator[Opening]:
    """Everything that the resource lets in."""
    if resource.type in GROUPS:
        for slot in slots(resource.props, "ingress[]"):
            yield opening(slot.path, slot.value, ("cidrBlocks", "ipv6CidrBlocks"), "protocol")
    elif resource.type == RULES:
        if resource.props.get("type") in ("ingress", UNKNOWN):
            yield opening("", resource.props, ("cidrBlocks", "ipv6CidrBlocks"), "protocol")
    elif resource.type == NODE_GROUP:
        yield from _remote_access(resource)
    elif resource.type == LIGHTSAIL:
        yield from _public_ports(resource)
    else:
        yield opening("", resource.props, ("cidrIpv4", "cidrIpv6"), "ipProtocol")


def _remote_access(group: Resource) -> Iterator[Opening]:
    """EKS opens SSH, or RDP on Windows, to the world for a group with a key and without a list of sources."""
    key, sources = (
        value_at(group.props, f"remoteAccess.{name}") for name in ("ec2SshKey", "sourceSecurityGroupIds")
    )
    if key is not None and (sources is UNKNOWN or not sources):
        source = UNKNOWN if UNKNOWN in (key, sources) else "0.0.0.0/0"
        port = _RDP if str(group.props.get("amiType")).startswith("WINDOWS") else _SSH
        yield Opening("remoteAccess.sourceSecurityGroupIds", "tcp", port, port, (source,))


def _public_ports(instance: Resource) -> Iterator[Opening]:
    """Lightsail lets everybody in where no network is named."""
    for slot in slots(instance.props, "portInfos[]"):
        found = opening(slot.path, slot.value, ("cidrs", "ipv6Cidrs"), "protocol")
        yield found if found.sources else replace(found, sources=("0.0.0.0/0",))


def opening(where: str, rule: Plain, sources: tuple[str, ...], protocol: str) -> Opening:
    """The rule at ``where``, whose networks stand in ``sources``, each a text or a list."""
    if not isinstance(rule, dict):
        return Opening(where, UNKNOWN, UNKNOWN, UNKNOWN, (UNKNOWN,))
    found: list[Plain] = []
    for key in sources:
        value = rule.get(key)
        found.extend(value if isinstance(value, list) else [value])
    return Opening(
        where,
        value_at(rule, protocol),
        value_at(rule, "fromPort"),
        value_at(rule, "toPort"),
        tuple(source for source in found if source is not None),
    )
