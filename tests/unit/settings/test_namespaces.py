"""The names that a microservice can't have are those of the namespaces that the stack makes."""

from __future__ import annotations

from components.observability.observability import Observability
from components.observability.settings import ObservabilitySettings
from components.remediation.auto_remediation import AutoRemediation
from components.remediation.settings import RemediationSettings
from settings import checks
from tests.unit.components.cloud import deploy
from tests.unit.components.clusters import cluster_on_aws


def test_every_namespace_of_the_stack_is_known_as_taken() -> None:
    def build() -> object:
        cluster = cluster_on_aws()
        handle = Observability("watch", ObservabilitySettings(), cluster).handle
        AutoRemediation("heal", RemediationSettings(), cluster, monitoring=handle)
        return handle.namespace

    made = {
        declared.inputs["metadata"]["name"] for declared in deploy(build).of("kubernetes:core/v1:Namespace")
    }
    assert made == checks._OWN_NAMESPACES
