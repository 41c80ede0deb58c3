"""Runs what a Deployment would run, outside of the cluster: KWOK's pods do nothing.

So the program itself runs here, with the arguments, the environment, the ConfigMaps and the service account
that its chart gave it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from lab.api import Json, LabApi
from lab.engine_process import EngineProcess
from lab.lab import Lab


def of(
    lab: Lab,
    namespace: str,
    name: str,
    program: Sequence[str | Path],
    *,
    pod: str,
    environment: Mapping[str, str] | None = None,
) -> EngineProcess:
    """Return what a Deployment's first container is, with ``program`` for its image's entry point.

    ``pod`` stands in for the pod's name; ``environment`` is what the image would bring. ConfigMaps are
    written to files of the laboratory's folder, and the paths in the arguments follow them.
    """
    deployment = lab.api.get(f"/apis/apps/v1/namespaces/{namespace}/deployments/{name}")
    template: Json = deployment["spec"]["template"]["spec"]
    container: Json = template["containers"][0]
    mounts = _mounted(lab.api, namespace, template, container, lab.bench.folder / pod)
    arguments = [_moved(argument, mounts) for argument in container.get("args", [])]
    fields = {
        "metadata.name": pod,
        "metadata.namespace": namespace,
        "spec.serviceAccountName": template["serviceAccountName"],
    }
    return EngineProcess(
        lab,
        [*program, *arguments],
        namespace=namespace,
        service_account=template["serviceAccountName"],
        environment={**_environment(container, fields), **(environment or {})},
    )


def _mounted(api: LabApi, namespace: str, template: Json, container: Json, folder: Path) -> dict[str, Path]:
    """Mount path -> folder with the files of the ConfigMap that is mounted there."""
    maps = {
        volume["name"]: volume["configMap"]["name"]
        for volume in template.get("volumes", [])
        if "configMap" in volume
    }
    mounts = {}
    for mount in container.get("volumeMounts", []):
        if mount["name"] in maps:
            content = api.get(f"/api/v1/namespaces/{namespace}/configmaps/{maps[mount['name']]}")["data"]
            target = folder / mount["name"]
            target.mkdir(parents=True)
            for file, text in content.items():
                (target / file).write_text(text)
            mounts[mount["mountPath"]] = target
    return mounts


def _moved(argument: str, mounts: Mapping[str, Path]) -> str:
    for path, folder in mounts.items():
        argument = argument.replace(path, str(folder))
    return argument


def _environment(container: Json, fields: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for entry in container.get("env", []):
        if "value" in entry:
            found[entry["name"]] = entry["value"]
        elif "fieldRef" in entry.get("valueFrom", {}):
            found[entry["name"]] = fields[entry["valueFrom"]["fieldRef"]["fieldPath"]]
    return found
