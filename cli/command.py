"""The interface of one command of `python -m cli`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Protocol


class Command(Protocol):
    """A module with these names is a command; `cli.__main__` lists it."""

    FORESEEN: tuple[type[Exception], ...]
    """Errors beside CliError whose text is for the person at the command line."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""

    def run(self, options: argparse.Namespace, root: Path) -> int:
        """Run it on the project below ``root``; the exit status.

        Raises CliError, or one of FORESEEN, where it can't do its work.
        """


def add_stack(parser: argparse.ArgumentParser) -> None:
    """Declare ``--stack``."""
    parser.add_argument("--stack", required=True, help="the stack, such as dev")


def add_engine_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments for the engine, which follow ``--``."""
    parser.add_argument("arguments", nargs="*", help="for the engine, after --")
