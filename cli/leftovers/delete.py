"""Deletes what was shown, kind after kind, and waits until AWS no longer lists it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from botocore.exceptions import BotoCoreError, ClientError

from cli.aws.errors import is_gone
from cli.leftovers.kinds import KINDS, LeftoverKind
from cli.leftovers.kinds.vpcs import VpcInUseError
from cli.leftovers.model import GLOBAL, Decision, Failure, Leftover
from cli.leftovers.scope import Scope

_POLL_SECONDS = 5


@dataclass
class Deletion:
    """One run. ``tell`` gets a line for each kind that is done; ``sleep`` takes seconds."""

    tell: Callable[[str], None]
    sleep: Callable[[float], None]
    failures: list[Failure] = field(default_factory=list)

    def delete(self, shown: Sequence[Leftover], scopes: Sequence[Scope]) -> list[Failure]:
        """Delete what ``shown`` has without doubt; returns what is still there. Safe to repeat."""
        for kind in KINDS:
            for scope in scopes:
                if kind.is_global is scope.is_global:
                    place = GLOBAL if scope.is_global else scope.region.name
                    mine = [
                        leftover
                        for leftover in shown
                        if (leftover.kind, leftover.region) == (kind.title, place)
                    ]
                    self._delete_kind(
                        kind,
                        scope,
                        [leftover for leftover in mine if leftover.decision is not Decision.UNSURE],
                    )
        return self.failures

    def _delete_kind(self, kind: LeftoverKind, scope: Scope, mine: Sequence[Leftover]) -> None:
        remaining = [leftover for leftover in mine if kind.waits or leftover.decision is Decision.DELETE]
        if not remaining:
            return
        self.tell(f"{kind.title}: {len(remaining)} in {remaining[0].region}")
        errors: dict[str, str] = {}
        for _ in range(max(1, kind.patience // _POLL_SECONDS)):
            remaining, errors = self._attempt(kind, scope, remaining)
            if not remaining:
                return
            self.sleep(_POLL_SECONDS)
        self.failures.extend(
            Failure(leftover, errors.get(leftover.id, f"still there after {kind.patience} s"))
            for leftover in remaining
        )

    @staticmethod
    def _attempt(
        kind: LeftoverKind, scope: Scope, wanted: Sequence[Leftover]
    ) -> tuple[list[Leftover], dict[str, str]]:
        """Ask for each once; returns what is still listed, and why where AWS said it."""
        errors: dict[str, str] = {}
        for leftover in wanted:
            if leftover.decision is not Decision.DELETE:
                continue
            try:
                kind.delete(scope, leftover.id)
            except ClientError as error:
                if not is_gone(error):
                    errors[leftover.id] = str(error)
            except (BotoCoreError, VpcInUseError) as error:
                errors[leftover.id] = str(error)
        keys = {leftover.key for leftover in wanted}
        listed = [leftover for leftover in kind.find(scope) if leftover.key in keys]
        if not kind.waits:
            listed = [leftover for leftover in listed if leftover.decision is Decision.DELETE]
        return listed, errors
