"""What the servers share that the examples' tests talk to in place of a cluster's: HTTP on this machine alone.

They keep all in memory, have what the programs rely on (verbs, status codes, merge patches, what a controller
writes into status) and nothing else; what is not known is refused.
"""

import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Json = dict[str, Any]
Answer = tuple[int, Any]


@dataclass(frozen=True)
class Request:
    """What somebody asked for."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    headers: dict[str, str]


class JsonServer:
    """A server whose answers a subclass gives; it remembers what it was asked."""

    def __init__(self) -> None:
        """Starts it, on a port of its own."""
        self.requests: list[Request] = []
        self._lock = threading.Lock()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            """Reads a request, hands it over, and writes the answer."""

            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                """Answers whatever the method is."""
                url = urlsplit(self.path)
                content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                is_json = "json" in (self.headers.get("Content-Type") or "")
                body = json.loads(content) if content and is_json else content or None
                query = {key: values[-1] for key, values in parse_qs(url.query).items()}
                headers = {key.lower(): value for key, value in self.headers.items()}
                request = Request(self.command, url.path, query, body, headers)
                with owner._lock:
                    owner.requests.append(request)
                    status, answer = owner.answer(request)
                text = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = handle_any  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Says nothing: what matters is in `requests`."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def answer(self, request: Request) -> Answer:
        """Status and body for a request."""
        raise NotImplementedError

    def close(self) -> None:
        """Stops it."""
        self._server.shutdown()
        self._server.server_close()
