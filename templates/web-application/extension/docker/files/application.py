"""A small web app that is served under the path that the platform publishes it at.

Everything is set by environment variables, which the chart fills in (templates/deployment.yaml):
APPLICATION_PATH, APPLICATION_TITLE, PORT, and the extension's parameters GREETING, SHOW_CLOCK, COLOUR and SECTIONS.
"""

import json
import mimetypes
import os
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

STATIC = Path(__file__).parent / "static"


def read_parameters(environment=os.environ):
    """The parameters of the extension, converted to their types."""
    sections = environment.get("SECTIONS", "")
    return {
        "title": environment.get("APPLICATION_TITLE", ""),
        "greeting": environment.get("GREETING", ""),
        "showClock": environment.get("SHOW_CLOCK", "").lower() == "true",
        "colour": environment.get("COLOUR", "blue"),
        "sections": [section for section in sections.split(",") if section],
    }


def read_pages(folder=STATIC):
    """The static files by name, with their media types."""
    files = [file for file in sorted(folder.iterdir()) if file.is_file()]
    return {file.name: (mimetypes.guess_type(file.name)[0] or "application/octet-stream", file.read_bytes()) for file in files}


class Handler(BaseHTTPRequestHandler):
    """Answers GET requests. The class attributes are set by `main`."""

    protocol_version = "HTTP/1.1"
    base = ""
    parameters = {}
    pages = {}

    def do_GET(self):
        path = urlsplit(self.path).path
        if path == "/healthz":  # for the probes, which use no path prefix
            self.answer(200, "text/plain; charset=utf-8", b"ok\n")
        elif path == self.base:
            # Relative, so that it works behind any proxy.
            self.answer(307, "text/plain; charset=utf-8", b"", {"Location": self.base.rsplit("/", 1)[-1] + "/"})
        elif not path.startswith(self.base + "/"):
            self.answer(404, "text/plain; charset=utf-8", b"not found\n")
        else:
            self.answer_below(path[len(self.base) + 1 :])

    do_HEAD = do_GET

    def answer_below(self, name):
        """Answers a request below the application's path."""
        if name == "parameters.json":
            self.answer(200, "application/json", json.dumps(self.parameters).encode())
            return
        media_type, content = self.pages.get(name or "index.html", ("text/plain; charset=utf-8", None))
        self.answer(200 if content is not None else 404, media_type, content or b"not found\n")

    def answer(self, status, media_type, content, headers=None):
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format, *args):
        if urlsplit(self.path).path != "/healthz":
            sys.stdout.write("%s %s\n" % (self.log_date_time_string(), format % args))


def main():
    Handler.base = os.environ.get("APPLICATION_PATH", "").rstrip("/")
    Handler.parameters = read_parameters()
    Handler.pages = read_pages()
    server = ThreadingHTTPServer(("0.0.0.0", int(os.environ.get("PORT", "8080"))), Handler)
    # PID 1 of a container ignores signals that it does not handle.
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"Listening on port {server.server_port}, under {Handler.base}/")
    server.serve_forever()


if __name__ == "__main__":
    main()
