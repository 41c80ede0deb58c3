"""The one catalogue of pinned charts. Versions are data: a bump is one line, reviewed like any other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Chart:
    """A Helm chart at one version.

    ``repository`` is an https repository, an ``oci://`` registry, or None for a chart in this repository's
    ``charts`` folder.
    """

    name: str
    version: str
    repository: str | None

    @property
    def reference(self) -> str:
        """What ``Release.chart`` takes: a name beside an https repository, a whole oci reference, or a path.

        The path is relative to the project, where the engine runs providers: an absolute one would put the
        machine's layout into the state and show a change to the next person who runs a preview.
        """
        if self.repository is None:
            return f"./charts/{self.name}"
        if self.repository.startswith("oci://"):
            return f"{self.repository}/{self.name}"
        return self.name

    @property
    def https_repository(self) -> str | None:
        """The repository where it has to be named apart from the chart, else None."""
        if self.repository is not None and self.repository.startswith("https://"):
            return self.repository
        return None


_PROMETHEUS = "https://prometheus-community.github.io/helm-charts"
_ARGO = "https://argoproj.github.io/argo-helm"
_AUTOSCALER = "https://kubernetes.github.io/autoscaler"
_KARPENTER = "oci://public.ecr.aws/karpenter"
_DELIVERYHERO = "oci://ghcr.io/deliveryhero/helm-charts"
_JETSTACK = "https://charts.jetstack.io"
_LINKERD = "https://helm.linkerd.io/edge"
_ISTIO = "https://istio-release.storage.googleapis.com/charts"

# The definitions of the operator v0.93.1, which the stack below brings.
PROMETHEUS_OPERATOR_CRDS = Chart("prometheus-operator-crds", "31.0.1", _PROMETHEUS)
KUBE_PROMETHEUS_STACK = Chart("kube-prometheus-stack", "88.5.3", _PROMETHEUS)
PROMETHEUS_ADAPTER = Chart("prometheus-adapter", "5.3.0", _PROMETHEUS)
NODE_PROBLEM_DETECTOR = Chart("node-problem-detector", "2.4.1", _DELIVERYHERO)
CLUSTER_AUTOSCALER = Chart("cluster-autoscaler", "9.59.0", _AUTOSCALER)
KARPENTER_CRD = Chart("karpenter-crd", "1.14.1", _KARPENTER)
KARPENTER = Chart("karpenter", "1.14.1", _KARPENTER)
DRAINO = Chart("draino", "0.1.0", None)
PITSTOP = Chart("pitstop", "0.1.0", None)
FAREWELL = Chart("farewell", "0.1.0", None)
EXTERNAL_DNS = Chart("external-dns", "1.21.1", "https://kubernetes-sigs.github.io/external-dns")
NODE_LOCAL_DNS = Chart("node-local-dns", "2.9.2", _DELIVERYHERO)
HEADLAMP = Chart("headlamp", "0.45.0", "https://kubernetes-sigs.github.io/headlamp")
VERTICAL_POD_AUTOSCALER = Chart("vertical-pod-autoscaler", "0.13.0", _AUTOSCALER)
ARGO_CD = Chart("argo-cd", "10.1.1", _ARGO)
ARGO_CD_APPS = Chart("argocd-apps", "2.0.2", _ARGO)
OPENTELEMETRY_COLLECTOR = Chart(
    "opentelemetry-collector", "0.170.0", "https://open-telemetry.github.io/opentelemetry-helm-charts"
)
CERT_MANAGER = Chart("cert-manager", "v1.21.2", _JETSTACK)
TRUST_MANAGER = Chart("trust-manager", "v0.25.0", _JETSTACK)
# Its version is the Gateway API's own, of the experimental channel: retries are in no other yet.
GATEWAY_API = Chart("gateway-api-crds", "1.5.1", "https://wiremind.github.io/wiremind-helm-charts")
# A chart's version is its edge release: edge-26.8.3.
LINKERD_CRDS = Chart("linkerd-crds", "2026.8.3", _LINKERD)
LINKERD_CNI = Chart("linkerd2-cni", "2026.8.3", _LINKERD)
LINKERD_CONTROL_PLANE = Chart("linkerd-control-plane", "2026.8.3", _LINKERD)
LINKERD_CERTIFICATES = Chart("linkerd-certificates", "0.1.0", None)
ISTIO_BASE = Chart("base", "1.30.3", _ISTIO)
ISTIOD = Chart("istiod", "1.30.3", _ISTIO)
ISTIO_CNI = Chart("cni", "1.30.3", _ISTIO)
ZTUNNEL = Chart("ztunnel", "1.30.3", _ISTIO)
# It names the definitions of the Istio above.
ISTIO_LEFTOVERS = Chart("istio-leftovers", "0.1.0", None)
