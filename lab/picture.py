"""Draws repairs as a timeline: one lane a node, one bar a phase; plain SVG for light and dark pages."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from lab.repairs import Repair
from lab.timeline import TimelineEntry, TimelineStep

_WIDTH, _LEFT, _RIGHT, _TOP, _LANE, _BAR = 960, 250, 70, 64, 34, 18

_STYLE = """
text { font: 12px system-ui, sans-serif; fill: #1f2328 }
.soft { fill: #59636e } .title { font-weight: 600; font-size: 15px }
.page { fill: #ffffff } .grid { stroke: #d1d9e0 } .sick { fill: #cf222e } .cordoned { fill: #bf8700 }
.draining { fill: #0969da } .replacing { fill: #8250df } .ready { fill: #1a7f37 } .lacking { fill: #bf8700 }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc } .soft { fill: #9198a1 } .page { fill: #0d1117 } .grid { stroke: #3d444d }
}
"""

_LEGEND = {
    "sick": "sick, still used",
    "cordoned": "cordoned",
    "draining": "pods leave",
    "replacing": "empty, being replaced",
    "ready": "fresh node Ready",
}


_Scale = Callable[[float], float]


@dataclass(frozen=True)
class _Bar:
    kind: str
    start: float
    end: float


def draw(title: str, repairs: Sequence[Repair], moments: Sequence[TimelineEntry]) -> str:
    """Return the SVG of ``repairs``, with a lane below for the time in which workloads lacked Ready pods.

    Raises ValueError where there is no repair to draw.
    """
    if not repairs:
        raise ValueError("there is no repair to draw: no fault is on the timeline")
    start = repairs[0].broken
    end = max(_latest(repair) for repair in repairs)
    gaps = list(_gaps(moments, start, end))
    span = max((max([end, *(gap.end for gap in gaps)]) - start) * 1.02, 1.0)

    def x(at: float) -> float:
        return _LEFT + (at - start) / span * (_WIDTH - _LEFT - _RIGHT)

    lanes = len(repairs) + 1
    bottom = _TOP + lanes * _LANE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {bottom + 34}" role="img">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style>",
        f'<rect class="page" width="{_WIDTH}" height="{bottom + 34}" rx="8"/>',
        _text(16, 26, title, "title"),
        *_legend(),
        *_grid(span, start, x, bottom),
    ]
    for index, repair in enumerate(repairs):
        parts += _lane(index, f"{repair.node.split('.')[0]}  {repair.fault}", _bars(repair, end), x)
        if repair.time_to_repair is not None and repair.ready is not None:
            y = _TOP + index * _LANE + _LANE / 2 + 4
            parts.append(_text(x(repair.ready) + 10, y, f"{repair.time_to_repair:.1f} s"))
    parts += _lane(len(repairs), "workloads lack Ready pods", gaps, x)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _bars(repair: Repair, end: float) -> list[_Bar]:
    changes = [
        ("sick", repair.broken),
        ("cordoned", repair.cordoned),
        ("draining", repair.draining),
        ("replacing", repair.empty if repair.empty is not None else repair.removed),
        ("ready", repair.ready),
    ]
    known = [(kind, at) for kind, at in changes if at is not None]
    ends = [at for _, at in known[1:]] + [end]
    return [_Bar(kind, at, until) for (kind, at), until in zip(known, ends, strict=True)]


def _gaps(moments: Sequence[TimelineEntry], start: float, end: float) -> Iterator[_Bar]:
    since: dict[str, float] = {}
    for moment in moments:
        if moment.step == TimelineStep.BROKEN and moment.at >= start:
            since.setdefault(moment.detail, moment.at)
        if moment.step == TimelineStep.WHOLE and moment.detail in since:
            yield _Bar("lacking", since.pop(moment.detail), moment.at)
    for at in since.values():
        yield _Bar("lacking", at, max(at, end))


def _latest(repair: Repair) -> float:
    times = (repair.broken, repair.cordoned, repair.draining, repair.empty, repair.removed, repair.ready)
    return max(at for at in times if at is not None)


def _lane(index: int, label: str, bars: Iterable[_Bar], x: _Scale) -> Iterator[str]:
    top = _TOP + index * _LANE + (_LANE - _BAR) / 2
    yield _text(16, top + 14, label)
    for bar in bars:
        left, wide = x(bar.start), max(x(bar.end) - x(bar.start), 2.0)
        yield (
            f'<rect class="{bar.kind}" x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{_BAR}">'
            f"<title>{bar.kind}: {bar.end - bar.start:.2f} s</title></rect>"
        )


def _legend() -> Iterator[str]:
    left = float(_LEFT)
    for kind, label in _LEGEND.items():
        yield f'<rect class="{kind}" x="{left:.1f}" y="40" width="10" height="10" rx="2"/>'
        yield _text(left + 15, 49, label, "soft")
        left += 30 + 6.6 * len(label)


def _grid(span: float, start: float, x: _Scale, bottom: float) -> Iterator[str]:
    step = _step(span)
    for index in range(math.floor(span / step) + 1):
        at = x(start + index * step)
        yield f'<line class="grid" x1="{at:.1f}" x2="{at:.1f}" y1="{_TOP}" y2="{bottom}"/>'
        yield _text(at - 8, bottom + 18, f"{index * step:g} s", "soft")


def _step(span: float) -> float:
    """Return a round distance in seconds, for at most ten lines over ``span``."""
    for step in (0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600):
        if span / step <= 10:
            return step
    return 3600


def _text(x: float, y: float, text: str, kind: str = "") -> str:
    name = f' class="{kind}"' if kind else ""
    return f'<text{name} x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'
