"""Sends requests to a model for some seconds, and says what came back: by version, by status, and how fast.

Needs nothing but Python, so that any image with it runs this in a cluster. What fails above a limit is this program's
failure: exit code 1.
"""

import argparse
import http.client
import itertools
import json
import math
import random
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

ROUTE_HEADER = "x-model-version"
"""Of requests it chooses, and of answers it names, the way that they took: `stable` or `canary`."""

SERVED_HEADER = "x-served-version"
"""Header of serve.py's answers with the version of the model itself."""

FEATURES = (
    "tenure_months",
    "contract_months",
    "monthly_charge",
    "support_calls",
    "late_payments",
    "data_gib",
)


@dataclass(frozen=True)
class Answer:
    """What came of one request."""

    status: int | None
    """HTTP status; none where no answer came."""
    version: str
    """The way that it took, and the version of the model, as far as headers say."""
    seconds: float
    reason: str
    """Why there was no answer, or what an unexpected one says; empty otherwise."""


@dataclass(frozen=True)
class Target:
    """Where requests go and what they carry."""

    url: SplitResult
    host: str
    """Header Host; empty: the URL's."""
    route: str
    """Version that is asked for; empty: whatever the traffic's shares give."""
    token_file: Path | None
    timeout: float
    expected: int
    """The status that is no failure."""

    def connect(self) -> http.client.HTTPConnection:
        """A connection, made at the first request."""
        host, port = self.url.hostname or "", self.url.port
        if self.url.scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=self.timeout, context=context)
        return http.client.HTTPConnection(host, port, timeout=self.timeout)

    def headers(self) -> dict[str, str]:
        """Headers of the next request. The token is read each time: the kubelet writes a new one before it ends."""
        found = {"Content-Type": "application/json"}
        if self.host:
            found["Host"] = self.host
        if self.route:
            found[ROUTE_HEADER] = self.route
        if self.token_file is not None:
            found["Authorization"] = f"Bearer {self.token_file.read_text(encoding='utf-8').strip()}"
        return found


def customers(seed: int) -> Iterator[list[float | None]]:
    """Made-up customers such as the pipeline learns from, without end."""
    source = random.Random(seed)
    while True:
        yield [
            source.randint(0, 72),
            source.choices((1, 12, 24), (0.55, 0.25, 0.20))[0],
            round(min(150.0, max(15.0, source.gauss(65, 22))), 2),
            min(20, poisson(source, 1.6)),
            min(12, poisson(source, 0.7)),
            None if source.random() < 0.01 else round(min(500.0, source.gammavariate(2.0, 14.0)), 1),
        ]


def poisson(source: random.Random, mean: float) -> int:
    """How often something happens that happens `mean` times on average: draws until their product is below e^-mean."""
    left = math.exp(-mean)
    product = source.random()
    count = 0
    while product > left:
        product *= source.random()
        count += 1
    return count


def bodies(path: str, seed: int) -> Iterator[bytes]:
    """A body for each request, of the protocol that the URL's path is of."""
    for row in customers(seed):
        if path.endswith(":predict"):
            yield json.dumps({"instances": [row]}).encode()
        else:
            tensor = {"name": "features", "datatype": "FP64", "shape": [1, len(FEATURES)], "data": row}
            yield json.dumps({"inputs": [tensor]}).encode()


class Load:
    """Workers that each send one request after the other, until the time or the number of requests is over."""

    def __init__(
        self, target: Target, contents: Iterator[bytes], seconds: float, requests: int | None
    ) -> None:
        """`requests` without a number: as many as the time allows."""
        self._target = target
        self._contents = contents
        self._left = itertools.count() if requests is None else iter(range(requests))
        self._seconds = seconds
        self._lock = threading.Lock()
        self._answers: list[Answer] = []

    def run(self, concurrency: int) -> tuple[list[Answer], float]:
        """All answers, and how long it took."""
        begin = time.monotonic()
        workers = [
            threading.Thread(target=self._work, args=(begin + self._seconds,), daemon=True)
            for _ in range(concurrency)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return self._answers, time.monotonic() - begin

    def _next(self) -> bytes | None:
        with self._lock:
            return None if next(self._left, None) is None else next(self._contents, None)

    def _work(self, end: float) -> None:
        connection = self._target.connect()
        own: list[Answer] = []
        while time.monotonic() < end and (content := self._next()) is not None:
            answer = self._send(connection, content)
            own.append(answer)
            if answer.status is None:
                # What is refused at once must not be asked for thousands of times a second.
                connection.close()
                time.sleep(0.05)
        connection.close()
        with self._lock:
            self._answers.extend(own)

    def _send(self, connection: http.client.HTTPConnection, content: bytes) -> Answer:
        url = self._target.url
        path = f"{url.path or '/'}{'?' if url.query else ''}{url.query}"
        headers = self._target.headers()
        begin = time.perf_counter()
        try:
            connection.request("POST", path, content, headers)
            response = connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException) as error:
            spent = time.perf_counter() - begin
            return Answer(None, "unknown", spent, f"{type(error).__name__}: {error}")
        spent = time.perf_counter() - begin
        told = (response.headers.get(name) for name in (ROUTE_HEADER, SERVED_HEADER))
        version = " ".join(one for one in told if one) or "unknown"
        reason = "" if response.status == self._target.expected else body[:200].decode(errors="replace")
        return Answer(response.status, version, spent, reason)


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value that `share` of the values are not above; 0 where there are none."""
    return ordered[max(0, -(-len(ordered) * int(share * 1000) // 1000) - 1)] if ordered else 0.0


def summarize(answers: Sequence[Answer], expected: int, seconds: float) -> dict[str, Any]:
    """What is reported: counts, shares and times of all and of each version."""

    def part(of: Sequence[Answer]) -> dict[str, Any]:
        times = sorted(one.seconds * 1000 for one in of if one.status is not None)
        failed = sum(one.status != expected for one in of)
        return {
            "requests": len(of),
            "share": round(len(of) / max(1, len(answers)), 4),
            "failed": failed,
            "p50Ms": round(quantile(times, 0.5), 1),
            "p99Ms": round(quantile(times, 0.99), 1),
        }

    versions = sorted({one.version for one in answers})
    statuses = Counter("no answer" if one.status is None else str(one.status) for one in answers)
    reasons = Counter(one.reason for one in answers if one.status != expected)
    return {
        **part(answers),
        "seconds": round(seconds, 2),
        "perSecond": round(len(answers) / max(seconds, 1e-9), 1),
        "statuses": dict(sorted(statuses.items())),
        "versions": {name: part([one for one in answers if one.version == name]) for name in versions},
        "reasons": dict(reasons.most_common(3)),
    }


def positive(kind: Callable[[str], float]) -> Callable[[str], Any]:
    """A number above 0."""

    def number(text: str) -> float:
        value = kind(text)
        if value <= 0:
            raise argparse.ArgumentTypeError(f"{text} is not above 0")
        return value

    return number


def options_of(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--url", required=True, help="http[s]://<host>/v2/models/<name>/infer, /v1/models/<name>:predict"
    )
    parser.add_argument("--host", default="", help="header Host, where the URL is that of a gateway")
    parser.add_argument("--seconds", type=positive(float), default=10.0)
    parser.add_argument(
        "--requests", type=positive(int), help="end after so many, if the time is not over before"
    )
    parser.add_argument("--concurrency", type=positive(int), default=4, help="requests under way at a time")
    parser.add_argument(
        "--version", default="", choices=("", "stable", "canary"), help="ask for this version only"
    )
    parser.add_argument("--token-file", type=Path, help="file with a bearer token, read for each request")
    parser.add_argument(
        "--bodies", type=Path, help="a request body a line, sent in turn; default: made-up customers"
    )
    parser.add_argument(
        "--expect", type=int, default=200, help="the status that is no failure: 403 shows a refusal"
    )
    parser.add_argument("--max-failed", type=float, default=0.0, help="percent of the requests that may fail")
    parser.add_argument(
        "--timeout", type=positive(float), default=10.0, help="seconds that an answer may take"
    )
    parser.add_argument("--seed", type=int, default=7, help="of the made-up customers")
    options = parser.parse_args(arguments)
    url = urlsplit(options.url)
    if url.scheme not in ("http", "https") or not url.hostname:
        parser.error(f"--url {options.url} is no address such as http://host/v2/models/churn/infer")
    for file in (options.token_file, options.bodies):
        if file is not None and (not file.is_file() or not file.read_bytes().strip()):
            parser.error(f"{file} is no file, or empty")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Sends, reports as JSON, and judges."""
    options = options_of(arguments)
    url = urlsplit(options.url)
    target = Target(url, options.host, options.version, options.token_file, options.timeout, options.expect)
    given = None if options.bodies is None else options.bodies.read_bytes().splitlines()
    contents = bodies(url.path, options.seed) if given is None else itertools.cycle(given)
    answers, seconds = Load(target, contents, options.seconds, options.requests).run(options.concurrency)
    summary = summarize(answers, options.expect, seconds)
    print(json.dumps(summary, indent=2), flush=True)
    failed = 100 * summary["failed"] / max(1, len(answers))
    if not answers or failed > options.max_failed:
        print(f"{failed:.2f} % of {len(answers)} requests failed, {options.max_failed:g} % may", flush=True)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
