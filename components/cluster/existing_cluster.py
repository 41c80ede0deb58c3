"""The ExistingCluster component: a cluster that is there already, named by a kubeconfig."""

from __future__ import annotations

from pathlib import Path

import pulumi
import pulumi_kubernetes as kubernetes

from components.handles import ClusterHandle


class ExistingCluster(pulumi.ComponentResource):
    """A handle for any cluster that kubectl can reach: kind, k3d, a company's own.

    ``path`` is a kubeconfig file (kubectl's own choice if not given), ``context`` one of its contexts. The
    file stays where it is: its path goes into the state, its content doesn't.
    """

    handle: ClusterHandle

    def __init__(
        self,
        name: str,
        *,
        path: str | None,
        context: str | None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("selfdriving:index:ExistingCluster", name, None, opts)
        provider = kubernetes.Provider(
            f"{name}-kubernetes",
            kubeconfig=str(Path(path).expanduser()) if path else None,
            context=context,
            delete_unreachable=True,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.handle = ClusterHandle(name=pulumi.Output.from_input(name), provider=provider)
        self.register_outputs({})
