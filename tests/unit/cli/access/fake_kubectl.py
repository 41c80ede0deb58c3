"""A kubectl that answers as the real one does, and whose port-forward really listens."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

_PROGRAM = """#!{python}
import base64, http.server, json, pathlib, signal, sys
words = sys.argv[1:]
folder = pathlib.Path(__file__).parent
with (folder / "calls").open("a") as calls:
    calls.write(json.dumps(words) + "\\n")
def b64(text):
    return base64.b64encode(text.encode()).decode()
if "wait" in words:
    if (folder / "unready").exists():
        sys.exit("error: timed out waiting for the condition on pods/grafana-0")
elif "secret" in words:
    grafana = {{"admin-user": b64("admin"), "admin-password": b64("s3cret")}}
    print(json.dumps({{"data": grafana if "monitoring" in words else {{"password": b64("f1rst")}}}}))
elif "token" in words:
    print("eyJ0b2tlbiI6MX0")
elif "port-forward" in words:
    if (folder / "refused").exists():
        sys.exit("error: services grafana not found")
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(302)
            self.send_header("Content-Length", "0")
            self.end_headers()
            if self.path == "/die":
                sys.stdout.flush()
                import os; os._exit(1)
        def log_message(self, *arguments):
            pass
    port = int(words[-1].split(":")[0])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    http.server.HTTPServer(("127.0.0.1", port), Handler).serve_forever()
"""


def install(folder: Path) -> None:
    """Put it into a folder, which a test puts on PATH."""
    program = folder / "kubectl"
    program.write_text(_PROGRAM.format(python=sys.executable))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
