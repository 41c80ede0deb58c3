"""The order of a destroy. Each step may be interrupted, and the whole be started again."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ops.destroy.reach import Reach, probe
from ops.destroy.state import forget
from ops.destroy.sweep import cluster_is_gone, sweep
from ops.engine import StackEngine
from ops.preflight.needs import Needs

_STOPPED = 130


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
        if probe(self.engine.outputs()) is Reach.SILENT:
            if not self.confirm(
                f"The cluster {self.needs.cluster} does not answer. Destroy it all the same?"
            ):
                self.tell("Nothing was destroyed.")
                return 1
            forget(self.engine, self.tell)
            self._sweep()
        code = self.engine.destroy(arguments)
        if code not in (0, _STOPPED) and cluster_is_gone(self.needs):
            # A controller may have made something anew before its cluster went: now nobody can any more.
            self.tell(
                "The cluster is gone, and something still holds its network: removing that, then once more."
            )
            self._sweep()
            code = self.engine.destroy(arguments)
        return code or self.prove()

    def _sweep(self) -> None:
        for failure in sweep(self.needs, self.tell, self.sleep):
            self.tell(f"Not deleted: {failure.leftover.kind} {failure.leftover.id}: {failure.error}")
