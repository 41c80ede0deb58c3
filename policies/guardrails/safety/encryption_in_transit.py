"""What answers over the network, and the property that has it encrypted on the way."""

from __future__ import annotations

from typing import Final

from guardrails.core.plain import UNKNOWN, Plain, slots
from guardrails.core.resource import Resource
from guardrails.safety.demand import Demand, Demands, says, unless_false


def _not_http(value: Plain) -> bool:
    return str(value).lower() != "http"


def _not_allow_all(value: Plain) -> bool:
    return value != "allow-all"


def _tls(value: Plain) -> bool:
    return value == "TLS"


def _tls_or_default(value: Plain) -> bool:
    return value in (None, "TLS")


def _answers_itself(listener: Resource) -> bool | None:
    """Whether the listener does anything but send people on to HTTPS."""
    kinds = [slot.value for slot in slots(listener.props, "defaultActions[].type")]
    if UNKNOWN in kinds:
        return None
    return "redirect" not in kinds


def _clear_by_itself(cache: Resource) -> bool | None:
    """ElastiCache encrypts Valkey's traffic unless told not to, and Redis' only when told to."""
    if cache.props.get(_TRANSIT) is not None:
        return True
    valkey = says("engine", "valkey")(cache)
    return None if valkey is None else not valkey


_TRANSIT: Final = "transitEncryptionEnabled"
_HTTPS: Final = "HTTPS, or HTTP whose default action redirects to it"
_LISTENER: Final = (Demand("protocol", _HTTPS, _not_http, when=_answers_itself),)
_SEARCH: Final = (
    Demand("domainEndpointOptions.enforceHttps", "true or not set", unless_false),
    Demand("nodeToNodeEncryption.enabled"),
)
_VIEWER: Final = "'redirect-to-https' or 'https-only'"

IN_TRANSIT: Final[Demands] = {
    "aws:alb/listener:Listener": _LISTENER,
    "aws:appsync/apiCache:ApiCache": (Demand(_TRANSIT),),
    "aws:cloudfront/distribution:Distribution": (
        Demand("defaultCacheBehavior.viewerProtocolPolicy", _VIEWER, _not_allow_all),
        Demand("orderedCacheBehaviors[].viewerProtocolPolicy", _VIEWER, _not_allow_all),
    ),
    "aws:dax/cluster:Cluster": (Demand("clusterEndpointEncryptionType", "'TLS'", _tls),),
    "aws:elasticache/replicationGroup:ReplicationGroup": (
        Demand(_TRANSIT, unless=("globalReplicationGroupId",), when=_clear_by_itself),
    ),
    "aws:elasticsearch/domain:Domain": _SEARCH,
    "aws:elb/loadBalancer:LoadBalancer": (Demand("listeners[].lbProtocol", "'https'", _not_http),),
    "aws:lb/listener:Listener": _LISTENER,
    "aws:memorydb/cluster:Cluster": (Demand("tlsEnabled", "true or not set", unless_false),),
    "aws:msk/cluster:Cluster": (
        Demand("encryptionInfo.encryptionInTransit.clientBroker", "'TLS' or not set", _tls_or_default),
        Demand("encryptionInfo.encryptionInTransit.inCluster", "true or not set", unless_false),
    ),
    "aws:opensearch/domain:Domain": _SEARCH,
}
