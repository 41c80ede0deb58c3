"""Serves the pack to the engine, which starts it in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import grpc
from pulumi.runtime.proto import analyzer_pb2_grpc

from guardrails.analyzer.servicer import Analyzer
from guardrails.core.rule import AnyRule

_MESSAGE_BYTES: Final = 400 << 20
"""As the SDK's own server allows: a whole stack comes in one message."""
_THREADS: Final = 4


def serve(rules: Sequence[AnyRule]) -> None:
    """Listen on a free port of this machine, print the port, and answer until the engine ends the process."""
    options = [("grpc.max_receive_message_length", _MESSAGE_BYTES)]
    server = grpc.server(ThreadPoolExecutor(max_workers=_THREADS), options=options)
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(Analyzer(rules), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.buffer.write(f"{port}\n".encode())
    sys.stdout.buffer.flush()
    server.wait_for_termination()
