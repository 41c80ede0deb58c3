"""A service that is on is installed in a namespace of its own; one that is off leaves nothing."""

from components.services.cluster_services import ClusterServices
from components.services.settings import ServicesSettings
from tests.unit.components.cloud import deploy
from tests.unit.components.clusters import cluster_on_aws


def test_nothing_is_installed_by_default() -> None:
    cloud = deploy(lambda: ClusterServices("more", ServicesSettings(), cluster_on_aws()).commands)
    assert cloud.children("more") == set()


def test_a_service_has_a_namespace_and_an_identity_of_its_own() -> None:
    settings = ServicesSettings.model_validate(
        {"externalDns": {"enabled": True, "hostedZoneIds": ["Z123456ABCDEFG"]}}
    )
    cloud = deploy(lambda: ClusterServices("more", settings, cluster_on_aws()).commands)
    assert cloud.children("more") == {
        ("kubernetes:core/v1:Namespace", "more-external-dns-namespace"),
        ("kubernetes:helm.sh/v3:Release", "more-external-dns"),
        ("aws:iam/role:Role", "more-external-dns-role"),
        ("aws:iam/rolePolicy:RolePolicy", "more-external-dns-policy"),
        ("aws:eks/podIdentityAssociation:PodIdentityAssociation", "more-external-dns-identity"),
    }
    namespace = cloud.named("more-external-dns-namespace")
    assert namespace.inputs["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
