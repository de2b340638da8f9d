"""A server on loopback that answers as a test tells it to, and remembers what was asked of it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class PretendRegistry(ThreadingHTTPServer):
    """Answers every request with ``status``, ``headers`` and ``body``, after ``wait``.

    Args:
        body: bytes, or what makes them of the body of the request.
    """

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status, self.headers, self.body = 201, {}, b""
        self.wait = threading.Event()
        self.wait.set()
        self.asked = []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        sent = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.server.asked.append((self.command, self.path, sent))
        self.server.wait.wait(5)
        body = self.server.body
        body = body(sent) if callable(body) else body
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.server.asked.append((self.command, self.path, b""))
        self.send_error(404)

    def log_message(self, *_):
        """Say nothing."""

    def handle(self):
        """Bear a caller that hung up."""
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


@contextmanager
def pretending():
    """Serve while the block runs; yields the server."""
    with PretendRegistry() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.wait.set()
            server.shutdown()
            thread.join()
