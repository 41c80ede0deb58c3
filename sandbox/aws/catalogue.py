"""Every resource type and function of the provider: importing a module registers what is in it."""

import importlib
import pkgutil

from sandbox import aws


def load() -> None:
    """Make the provider know all that there is."""
    for module in pkgutil.iter_modules(aws.__path__):
        importlib.import_module(f"{aws.__name__}.{module.name}")
