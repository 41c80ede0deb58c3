"""Stands in for ``python``: the process is forked from the warm one, and this one ends as it ends.

Each start waits for it, so it runs without ``site`` and imports little, and no pathlib. `interpreter.py` puts
it in place.
"""

import json
import os
import signal
import socket
import struct
import sys

SOCKET = "socket"
UP_TO_IT = "../../.."
"""From the folder of this file, where it stands in for ``python``: ``.tools/venv/bin``."""


def main() -> None:
    """Hand over what a process has of its own, pass signals on, and end with what the fork ended with."""
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(os.path.join(os.path.dirname(os.path.realpath(__file__)), UP_TO_IT, SOCKET))
    except OSError:
        # The warm one is gone: only time is lost.
        os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
    process = {
        "executable": os.path.abspath(sys.argv[0]),
        "arguments": sys.argv[1:],
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "client": os.getpid(),
    }
    told = json.dumps(process).encode()
    socket.send_fds(connection, [struct.pack("!I", len(told))], [0, 1, 2])
    connection.sendall(told)
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: connection.send(bytes([number])))
    answer = connection.recv(4)
    code = struct.unpack("!i", answer)[0] if answer else -signal.SIGKILL
    if code < 0:
        if code != -signal.SIGKILL:
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


if __name__ == "__main__":
    main()
