"""What a network is billed for: gateways, endpoints, load balancers, public addresses."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.core.kubernetes import blocks
from guardrails.core.plain import UNKNOWN, Plain, value_at
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.cost.line import Entry, Line, Pending
from guardrails.figures.prices import prices


def price_nat_gateway(gateway: Resource, _stack: Stack) -> Iterator[Entry]:
    """The gateway by the hour, and an assumed amount of traffic."""
    traffic, rate = prices().nat_traffic, prices().nat_gateway_gb
    what = f"NAT gateway, {traffic.expected:g} to {traffic.worst:g} GB"
    hourly = prices().nat_gateway
    yield Line(gateway, what, hourly + traffic.expected * rate, hourly + traffic.worst * rate)


def price_address(address: Resource, _stack: Stack) -> Iterator[Entry]:
    """A public IPv4 address, in use or not."""
    yield _flat(address, "public IPv4 address", prices().public_address)


def price_endpoint(endpoint: Resource, stack: Stack) -> Iterator[Entry]:
    """An interface endpoint, by zone; a gateway endpoint is free."""
    kind = endpoint.props.get("vpcEndpointType")
    if kind is UNKNOWN:
        yield Pending(endpoint, "vpcEndpointType")
    elif kind == "Interface":
        zones = _count(endpoint.props.get("subnetIds"), stack, endpoint, "subnetIds")
        yield _flat(
            endpoint, f"interface endpoint in {zones} zones", zones * prices().interface_endpoint_zone
        )


def price_load_balancer(balancer: Resource, stack: Stack) -> Iterator[Entry]:
    """A load balancer by the hour, and its public addresses; its traffic is not counted."""
    zones = _count(balancer.props.get("subnets"), stack, balancer, "subnets")
    public = balancer.props.get("internal") is not True
    usd = prices().load_balancer + (zones * prices().public_address if public else 0)
    yield _flat(balancer, f"load balancer in {zones} zones", usd)


def price_service(service: Resource, _stack: Stack) -> Iterator[Entry]:
    """A Kubernetes Service of type LoadBalancer makes a load balancer."""
    kind = value_at(service.props, "spec.type")
    if kind is UNKNOWN:
        yield Pending(service, "spec.type")
    elif kind == "LoadBalancer":
        yield _flat(service, "load balancer", prices().load_balancer)


def price_ingress(ingress: Resource, _stack: Stack) -> Iterator[Entry]:
    """An Ingress of the AWS load balancer controller makes a load balancer."""
    annotations = value_at(ingress.props, "metadata.annotations")
    older = annotations.get("kubernetes.io/ingress.class") if isinstance(annotations, dict) else None
    kind = value_at(ingress.props, "spec.ingressClassName") or older
    if kind is UNKNOWN:
        yield Pending(ingress, "spec.ingressClassName")
    elif kind == "alb":
        yield _flat(ingress, "load balancer", prices().load_balancer)


def price_services_in_values(release: Resource) -> Iterator[Entry]:
    """The load balancers that a Helm release's values ask for."""
    for path, block in blocks(release.props.get("values"), "values"):
        if block.get("type") == "LoadBalancer":
            where = path.removeprefix("values.")
            yield _flat(release, f"load balancer ({where})", prices().load_balancer)


def _count(value: Plain, stack: Stack, resource: Resource, prop: str) -> int:
    """How many subnets: counted by what they refer to while their ids are not known."""
    if isinstance(value, list) and value:
        return len(value)
    return max(1, len(stack.referenced(resource, prop)))


def _flat(resource: Resource, what: str, usd: float) -> Line:
    return Line(resource, what, usd, usd)
