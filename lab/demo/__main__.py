"""Bring a cluster up on this machine, break a node, watch it heal, and draw what happened."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console

from components.remediation.settings import RemediationSettings
from lab import picture, repairs
from lab.binaries import Binaries
from lab.breakages import BREAKAGES
from lab.control_plane import ControlPlane
from lab.demo.installation import REPLACES, NoProgramError, install, program_of
from lab.demo.settings import CONDITIONS, demonstration
from lab.demo.show import Show, outcome, short, table
from lab.detector import Detector
from lab.engine_process import EngineProcess
from lab.lab import Lab
from lab.process import LabError, Program, wait_until
from lab.timeline import TimelineStep
from lab.workload import Workload
from toolchain.errors import SetupError

_BREAKABLE = [condition.type for condition in CONDITIONS if condition.type in BREAKAGES]
_PATIENCE = 180.0
"""Seconds that a repair may take; the demonstration's waits are seconds too."""


def demonstrate(
    console: Console, plane: ControlPlane, settings: RemediationSettings, nodes: int, fault: str
) -> str:
    """Run the loop once; returns the picture as SVG. Raises LabError where it does not come to its end.

    That is a fresh node, or a drained one where the engine leaves the rest to others.
    """
    replaces = settings.engine in REPLACES
    breakage = BREAKAGES[fault]
    with Lab(plane) as lab:
        sick = lab.pool("workers", nodes)[0]
        lab.workload(Workload("web", 2 * nodes, min_available=2 * nodes - 1, starts_in=1, ends_in=1))
        lab.workload(Workload("agent", None))
        engine = install(lab, settings)
        console.print(f"{settings.engine} is installed by helm and runs as {engine.user}.", soft_wrap=True)
        program = engine.start()
        wait_until("the engine watches the nodes", lambda: _watches(engine, program), timeout=60, every=0.2)
        detector = Detector(lab, sick)
        detector.start()
        show = Show(console, lab.timeline)
        try:
            console.print(f"{short(sick)}: {breakage.what}", soft_wrap=True, highlight=False)
            lab.timeline.add(TimelineStep.FAULT, sick, fault)
            breakage.happens(detector)
            lab.timeline.wait_until(
                lambda: _is_over(lab, replaces=replaces), "the repair is over", timeout=_PATIENCE
            )
        except LabError as error:
            raise LabError(f"{error}\n{program.log.read_text()[-4000:]}") from None
        finally:
            show.close()
            detector.close()
        moments = lab.timeline.moments()
    found = repairs.of(moments)
    console.print(table(found))
    console.print(outcome(found[0], settings.engine))
    return picture.draw(f"{settings.engine}: {fault}, {nodes} nodes", found, moments)


def _watches(engine: EngineProcess, program: Program) -> bool:
    program.require_running()
    return any(request.verb in ("list", "watch") for request in engine.requests())


def _is_over(lab: Lab, *, replaces: bool) -> bool:
    moments = lab.timeline.moments()
    whole = len([m for m in moments if m.step == TimelineStep.WHOLE]) == len(
        [m for m in moments if m.step == TimelineStep.BROKEN]
    )
    found = repairs.of(moments)
    return whole and all((r.time_to_repair if replaces else r.empty) is not None for r in found)


def main() -> int:
    """The command line; 0 where the loop came to its end."""
    parser = argparse.ArgumentParser(prog="make loop", description=__doc__)
    parser.add_argument("--engine", default="pitstop", choices=["pitstop", "draino"])
    parser.add_argument("--nodes", type=int, default=6, help="size of the node group (6)")
    parser.add_argument("--fault", default="KernelDeadlock", choices=_BREAKABLE, metavar="CONDITION")
    parser.add_argument("--picture", type=Path, default=Path(".tools/loop.svg"), help="the SVG to write")
    arguments = parser.parse_args()
    console = Console()
    try:
        program_of(arguments.engine)
        settings = RemediationSettings.model_validate(demonstration(arguments.engine))
        console.print("Starting etcd, kube-apiserver, controllers, scheduler and KWOK ...")
        with ControlPlane(Binaries.find()) as plane:
            console.print(f"A Kubernetes control plane is ready after {plane.seconds_to_start:.1f} s.")
            svg = demonstrate(console, plane, settings, arguments.nodes, arguments.fault)
    except (LabError, NoProgramError, SetupError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    arguments.picture.parent.mkdir(parents=True, exist_ok=True)
    arguments.picture.write_text(svg)
    console.print(f"The timeline is drawn in {arguments.picture}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
