"""One stack's configuration: read once, checked as a whole, told wrong in one message."""

from settings.errors import ConfigError, Problem
from settings.model import StackSettings
from settings.reader import Config, from_engine, from_files
from settings.stack import Stack, parse

__all__ = ["Config", "ConfigError", "Problem", "Stack", "StackSettings", "from_engine", "from_files", "parse"]
