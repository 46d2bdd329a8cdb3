"""What the VirtualService of a canary does (workloads/components/serving/traffic.ts), on this machine.

Shares by weight, a header that chooses, one in the answer that says who gave it, and one caller who is let in.
"""

import http.client
import random
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROUTE_HEADER = "x-model-version"


class Canary:
    """A proxy in front of two servers."""

    def __init__(self, ports: dict[str, int], weights: dict[str, int], seed: int, token: str = "") -> None:
        """Versions by title, with their ports and percent; the seed decides who gets which request."""
        self.ports = ports
        self._weights = weights
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self._idle = threading.Condition(self._lock)
        self.under_way = dict.fromkeys(ports, 0)
        owner = self

        class Handler(BaseHTTPRequestHandler):
            """Hands a request on, and its answer back."""

            protocol_version = "HTTP/1.1"
            # Headers and body in two packets would wait for each other (Nagle's algorithm).
            disable_nagle_algorithm = True
            wbufsize = -1

            def do_POST(self) -> None:
                """The only method that models are asked by."""
                content = self.rfile.read(int(self.headers["Content-Length"]))
                if token and self.headers.get("Authorization") != f"Bearer {token}":
                    self._answer(403, b"RBAC: access denied", {})
                    return
                title = owner.take(self.headers.get(ROUTE_HEADER))
                try:
                    status, body, headers = owner.ask(title, self.path, content)
                except (OSError, http.client.HTTPException) as error:
                    status, body, headers = 503, repr(error).encode(), {}
                finally:
                    owner.give(title)
                self._answer(status, body, {**headers, ROUTE_HEADER: title})

            def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        class Server(ThreadingHTTPServer):
            """Takes many connections at once."""

            request_queue_size = 64

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def take(self, chosen: str | None) -> str:
        """Who gets a request."""
        with self._lock:
            title = chosen if chosen in self.ports else self.draw(self._random, self._weights)
            self.under_way[title] += 1
            return title

    @staticmethod
    def draw(source: random.Random, weights: dict[str, int]) -> str:
        """One version, by the weights."""
        return source.choices(list(weights), list(weights.values()))[0]

    def give(self, title: str) -> None:
        """A request is answered."""
        with self._idle:
            self.under_way[title] -= 1
            self._idle.notify_all()

    def shift(self, weights: dict[str, int]) -> None:
        """Other shares, and nothing under way any more at those who have none."""
        with self._idle:
            self._weights = weights
            none = [title for title, weight in weights.items() if weight == 0]
            if not self._idle.wait_for(lambda: not any(self.under_way[title] for title in none), timeout=20):
                raise TimeoutError(f"{none} have requests under way")

    def ask(self, title: str, path: str, content: bytes) -> tuple[int, bytes, dict[str, str]]:
        """Status, body and headers of a server's answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[title], timeout=20)
        try:
            connection.request("POST", path, content, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            kept = {
                name: value
                for name, value in answer.headers.items()
                if name.startswith(("x-", "content-type"))
            }
            return answer.status, answer.read(), kept
        finally:
            connection.close()

    def close(self) -> None:
        """Ends it."""
        self._server.shutdown()
        self._server.server_close()
