"""Why nothing was rendered."""


class RenderError(Exception):
    """The message names what is in the way, and what to do about it. Nothing has been written."""
