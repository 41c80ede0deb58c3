"""Plain Kubernetes objects of any kind: named, put into a namespace that must exist, and recorded."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from facts.cluster_scoped import is_cluster_scoped
from sandbox.kubernetes.cluster import KubernetesCluster
from sandbox.kubernetes.kind import Kind, generated_name, split_id
from sandbox.wire.provider import Candidate, Checked, Existing, Failure, Found, RefusalError
from sandbox.wire.values import UNKNOWN, Properties, is_unknown

_AUTONAMED = "pulumi.com/autoNamed"
_WITHOUT_STATUS = frozenset(
    {
        "ClusterRole",
        "ClusterRoleBinding",
        "ConfigMap",
        "NetworkPolicy",
        "PriorityClass",
        "Role",
        "RoleBinding",
        "Secret",
        "ServiceAccount",
        "StorageClass",
    }
)
_SERVER_SIDE = ("uid", "resourceVersion", "creationTimestamp", "generation")


class Objects(Kind):
    """Every type but releases; ``...Patch`` types need the object that they patch."""

    replace_on = frozenset(
        {
            "apiVersion",
            "kind",
            "metadata.name",
            "metadata.namespace",
            "spec.selector",
            "roleRef",
            "provisioner",
        }
    )

    def check(self, candidate: Candidate) -> Checked:
        """apiVersion and kind must be those of the type; name and namespace have defaults."""
        inputs = dict(candidate.news)
        version, kind = _group_version_kind(candidate.type)
        failures = [
            Failure(
                key,
                f"{candidate.type} {candidate.name!r}: {key} is {inputs[key]!r}, but the type's is "
                f"{wanted!r}",
            )
            for key, wanted in (("apiVersion", version), ("kind", _base(kind)))
            if wanted and key in inputs and not is_unknown(inputs[key]) and inputs[key] != wanted
        ]
        inputs["apiVersion"], inputs["kind"] = (
            inputs.get("apiVersion", version),
            inputs.get("kind", _base(kind)),
        )
        metadata = inputs.get("metadata", {})
        if is_unknown(metadata):
            return Checked(inputs, failures)
        metadata = dict(metadata)
        if "name" not in metadata and "generateName" not in metadata:
            metadata |= _generated(candidate, metadata)
        alone = is_cluster_scoped(str(inputs["apiVersion"]), str(inputs["kind"]))
        if not alone and "namespace" not in metadata:
            metadata["namespace"] = "default"
        inputs["metadata"] = metadata
        return Checked(inputs, failures)

    def plan(self, inputs: Properties, outputs: Properties) -> Properties:
        """What the API server adds is unknown until it did."""
        before = outputs.get("metadata", {})
        metadata = inputs["metadata"]
        if not is_unknown(metadata):
            metadata = {key: before.get(key, UNKNOWN) for key in _SERVER_SIDE} | metadata
        status = {} if inputs["kind"] in _WITHOUT_STATUS else {"status": outputs.get("status", UNKNOWN)}
        return {**inputs, "metadata": metadata, **status}

    def create(self, cluster: KubernetesCluster, token: str, inputs: Properties) -> tuple[str, Properties]:
        """Refuses a missing namespace and a name that is taken."""
        _, kind = _group_version_kind(token)
        metadata = inputs["metadata"]
        namespace, name = metadata.get("namespace", ""), metadata["name"]
        key = _key(cluster, inputs, namespace, name)
        if namespace:
            cluster.require_namespace(namespace)
        if _is_patch(kind):
            self._require_patched(cluster, inputs, namespace, name)
        elif key in cluster.objects or (kind == "Namespace" and cluster.has_namespace(name)):
            raise RefusalError(f'{_plural(inputs["kind"])} "{name}" already exists')
        outputs = _outputs(inputs, str(uuid.uuid4()), datetime.now(UTC).isoformat(timespec="seconds"))
        cluster.objects[_patch_key(key, token)] = {"inputs": inputs, "outputs": outputs}
        return f"{namespace}/{name}" if namespace else name, outputs

    def update(self, cluster: KubernetesCluster, token: str, physical: str, inputs: Properties) -> Properties:
        """Applies the new inputs."""
        key = _patch_key(_key(cluster, inputs, *split_id(physical)), token)
        if key not in cluster.objects:
            raise RefusalError(f'{_plural(inputs["kind"])} "{physical}" not found')
        before = cluster.objects[key]["outputs"]["metadata"]
        outputs = _outputs(inputs, before["uid"], before["creationTimestamp"])
        outputs["metadata"]["generation"] = before["generation"] + 1
        cluster.objects[key] = {"inputs": inputs, "outputs": outputs}
        return outputs

    def read(self, cluster: KubernetesCluster, token: str, physical: str) -> Found | None:
        """As recorded."""
        version, kind = _group_version_kind(token)
        wanted = _patch_key((cluster.server, version, _base(kind), *split_id(physical)), token)
        found = cluster.objects.get(wanted)
        return Found(found["inputs"], found["outputs"]) if found else None

    def delete(self, cluster: KubernetesCluster, token: str, existing: Existing) -> None:
        """A namespace takes what is in it along."""
        outputs = existing.outputs
        namespace, name = split_id(existing.physical)
        cluster.objects.pop(_patch_key(_key(cluster, outputs, namespace, name), token), None)
        if outputs["kind"] == "Namespace" and not _is_patch(_group_version_kind(token)[1]):
            _empty_namespace(cluster, name)

    @staticmethod
    def _require_patched(cluster: KubernetesCluster, inputs: Properties, namespace: str, name: str) -> None:
        kind = inputs["kind"]
        exists = (
            cluster.has_namespace(name)
            if kind == "Namespace"
            else _key(cluster, inputs, namespace, name) in cluster.objects
        )
        if not exists:
            raise RefusalError(
                f'{_plural(kind)} "{name}" not found: a patch needs the object that it patches'
            )


def _group_version_kind(token: str) -> tuple[str, str]:
    """apiVersion and kind of a type token; a core type's apiVersion is ``v1``."""
    _, version, kind = token.split(":")
    version = version.removeprefix("core/")
    return version if version[-1:].isdigit() else "", kind if kind != "CustomResource" else ""


def _is_patch(kind: str) -> bool:
    return kind.endswith("Patch")


def _base(kind: str) -> str:
    return kind.removesuffix("Patch")


def _key(
    cluster: KubernetesCluster, inputs: Properties, namespace: str, name: str
) -> tuple[str, str, str, str, str]:
    return (cluster.server, inputs["apiVersion"], _base(inputs["kind"]), namespace, name)


def _patch_key(key: tuple[str, str, str, str, str], token: str) -> tuple[str, ...]:
    """A patch is recorded beside the object that it patches."""
    return (*key, "patch") if _is_patch(token) else key


def _generated(candidate: Candidate, metadata: Properties) -> Properties:
    before = candidate.olds.get("metadata", {})
    generated = before.get("annotations", {}).get(_AUTONAMED) == "true"
    annotations = {**metadata.get("annotations", {}), _AUTONAMED: "true"}
    return {
        "name": generated_name(candidate, before.get("name") if generated else None),
        "annotations": annotations,
    }


def _outputs(inputs: Properties, uid: str, created: str) -> Properties:
    server_side = {"uid": uid, "resourceVersion": "1", "creationTimestamp": created, "generation": 1}
    status: dict[str, Any] = {} if inputs["kind"] in _WITHOUT_STATUS else {"status": {}}
    return {**inputs, "metadata": {**inputs["metadata"], **server_side}, **status}


def _plural(kind: str) -> str:
    return f"{kind.lower()}es" if kind.endswith("s") else f"{kind.lower()}s"


def _empty_namespace(cluster: KubernetesCluster, namespace: str) -> None:
    for key in [key for key in cluster.objects if key[0] == cluster.server and key[3] == namespace]:
        del cluster.objects[key]
    for key in [key for key in cluster.releases if key[:2] == (cluster.server, namespace)]:
        del cluster.releases[key]
