"""Every failure that a command foresees, as one tree; `cli.__main__` prints it and ends with its status.

CliError
├── CommandError     the command can't begin, or an engine that it calls refuses
│   └── EngineError      a command of the engine on a stack
│       └── NoStackError     the stack was never brought up, or is gone already
├── AccessError      the cluster, or what runs in it, could not be opened
└── RenderError      the manifests could not be made
"""


class CliError(Exception):
    """A command can't go on; the text says what is wrong and what to do about it."""


class CommandError(CliError):
    """The command can't begin, or an engine that it calls refuses."""


class EngineError(CommandError):
    """The engine refused; the text is what it said."""


class NoStackError(EngineError):
    """The stack was never brought up, or is gone already."""


class AccessError(CliError):
    """The cluster, or what runs in it, could not be opened."""


class RenderError(CliError):
    """The manifests of a service could not be made."""
