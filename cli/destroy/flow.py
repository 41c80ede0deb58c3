"""The order of a destroy. Each step may be interrupted, and the whole be started again."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cli.aws.needs import Needs
from cli.destroy.reach import Reach, probe
from cli.destroy.state import forget, protected
from cli.destroy.sweep import cluster_is_gone, sweep
from cli.engine.process import STOPPED
from cli.stack_engine import StackEngine

_SILENT = (
    "The cluster {cluster} does not answer. It may live, and be out of reach from here: a private endpoint "
    "needs a VPN, a public one your address in cluster.publicAccessCidrs. Destroy it all the same?"
)
_PROTECTED = (
    "The cluster does not answer, and the stack protects {names}. Where it is only out of reach from here (a "
    "VPN, cluster.publicAccessCidrs): set cluster.deletionProtection to false, go up, destroy. Where it is "
    'gone for good: make pulumi STACK={stack} ARGS="state unprotect --all"'
)


@dataclass(frozen=True)
class Destroy:
    """One run. ``confirm`` is asked before anything is removed that the engine does not ask about itself."""

    needs: Needs
    engine: StackEngine
    tell: Callable[[str], None]
    confirm: Callable[[str], bool]
    prove: Callable[[], int]
    """Shows what is left, offers to delete it, and returns the exit status of the leftovers command."""
    sleep: Callable[[float], None] = time.sleep

    def run(self, arguments: Sequence[str] = ()) -> int:
        """The exit status: 0 when the stack is gone and nothing is left of it.

        Where the cluster answers, the stack's own farewell release removes what Kubernetes made, after the
        engine has asked. Where it does not, that is done here, and its objects are dropped from the state.
        """
        if probe(self.engine.outputs()) is Reach.SILENT and not self._clear_the_way():
            self.tell("Nothing was destroyed.")
            return 1
        code = self.engine.destroy(arguments)
        if code not in (0, STOPPED) and cluster_is_gone(self.needs):
            # A controller may have made something anew before its cluster went: now nobody can any more.
            self.tell(
                "The cluster is gone, and something still holds its network: removing that, then once more."
            )
            self._sweep()
            code = self.engine.destroy(arguments)
        return code or self.prove()

    def _clear_the_way(self) -> bool:
        """Remove what would stop the engine without a cluster that answers; False where nothing may go."""
        state = self.engine.exported()
        if kept := protected(state):
            self.tell(_PROTECTED.format(names=", ".join(kept), stack=self.needs.stack))
            return False
        if not self.confirm(_SILENT.format(cluster=self.needs.cluster)):
            return False
        forget(self.engine, state, self.tell)
        self._sweep()
        return True

    def _sweep(self) -> None:
        for failure in sweep(self.needs, self.tell, self.sleep):
            self.tell(f"Not deleted: {failure.leftover.kind} {failure.leftover.id}: {failure.error}")
