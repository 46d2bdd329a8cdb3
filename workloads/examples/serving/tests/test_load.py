"""A canary under load: its share, the way back, and a version that goes when nobody is led to it any more."""

import json
import math
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from canary import Canary
from conftest import EXAMPLE, Pair, Server, Versions

from load import Answer, quantile, summarize

PATH = "/v2/models/churn/infer"


def command(url: str, *arguments: str) -> list[str]:
    """load.py as a user runs it, without any package."""
    return [sys.executable, "-I", str(EXAMPLE / "load.py"), "--url", url, *arguments]


def report(output: str) -> dict[str, Any]:
    """The JSON that it wrote, before a last line on what is wrong."""
    found, _ = json.JSONDecoder().raw_decode(output)
    assert isinstance(found, dict)
    return found


def load(url: str, *arguments: str) -> tuple[int, dict[str, Any]]:
    """Exit code and report."""
    done = subprocess.run(command(url, *arguments), capture_output=True, text=True, check=False, timeout=120)
    assert done.stdout.startswith("{"), done.stderr
    return done.returncode, report(done.stdout)


def by_route(found: dict[str, Any]) -> dict[str, int]:
    """Requests by the way that they took."""
    return {name.split()[0]: one["requests"] for name, one in found["versions"].items()}


def test_a_canary_gets_its_share(pair: Pair, versions: Versions) -> None:
    """80 and 20 percent, by the draws of a fixed seed; each answer tells both the way and the model."""
    seed, count, share = 20, 600, 0.2
    proxy = Canary(pair.ports, {"stable": 80, "canary": 20}, seed)
    try:
        code, found = load(
            proxy.url + PATH, "--requests", str(count), "--seconds", "60", "--concurrency", "8"
        )
    finally:
        proxy.close()
    assert (code, found["statuses"]) == (0, {"200": count})
    stable, canary = (uri.rpartition("/")[2] for uri in (versions.first.uri, versions.second.uri))
    assert set(found["versions"]) == {f"stable {stable}", f"canary {canary}"}
    got = by_route(found)["canary"]
    # Four standard deviations: with honest shares, 1 seed of 16,000 is outside.
    assert abs(got - count * share) <= 4 * math.sqrt(count * share * (1 - share))
    source = random.Random(seed)
    assert got == [Canary.draw(source, {"stable": 80, "canary": 20}) for _ in range(count)].count("canary")
    assert 0 < found["p50Ms"] <= found["p99Ms"]


def test_a_header_chooses_the_version(pair: Pair) -> None:
    """Before anybody else is led to a canary, its makers are."""
    proxy = Canary(pair.ports, {"stable": 100, "canary": 0}, seed=1)
    try:
        for chosen in ("stable", "canary"):
            code, found = load(
                proxy.url + "/v1/models/churn:predict", "--requests", "20", "--version", chosen
            )
            assert (code, by_route(found)) == (0, {chosen: 20})
        _, found = load(proxy.url + PATH, "--requests", "20")
        assert by_route(found) == {"stable": 20}
    finally:
        proxy.close()


def test_one_caller_is_let_in(pair: Pair, tmp_path: Path) -> None:
    """By the token of a file; and that others get 403 can be asked for as well."""
    token = tmp_path / "token"
    token.write_text("of-the-caller\n")
    proxy = Canary(pair.ports, {"stable": 100, "canary": 0}, seed=1, token="of-the-caller")
    few = ("--requests", "10", "--concurrency", "2")
    try:
        code, found = load(proxy.url + PATH, *few, "--token-file", str(token))
        assert (code, found["statuses"]) == (0, {"200": 10})
        code, found = load(proxy.url + PATH, *few)
        assert (code, found["statuses"], found["failed"]) == (1, {"403": 10}, 10)
        assert found["reasons"] == {"RBAC: access denied": 10}
        code, found = load(proxy.url + PATH, *few, "--expect", "403")
        assert (code, found["failed"]) == (0, 0)
        code, _ = load(proxy.url + PATH, *few, "--token-file", str(token), "--expect", "403")
        assert code == 1
    finally:
        proxy.close()


def test_a_version_without_traffic_goes_unnoticed(pair: Pair, versions: Versions, tmp_path: Path) -> None:
    """From 80:20 to 0:100 under load, then the old version is killed: no request fails.

    The other way round, killed while it still has its share, the load says so and fails.
    """
    doomed = Server(versions.first.uri, tmp_path / "doomed.log")
    doomed.wait()
    proxy = Canary({"stable": doomed.port, "canary": pair.canary.port}, {"stable": 80, "canary": 20}, seed=3)
    running = subprocess.Popen(
        command(proxy.url + PATH, "--seconds", "5", "--concurrency", "6"), stdout=subprocess.PIPE, text=True
    )
    try:
        time.sleep(1.5)
        proxy.shift({"stable": 0, "canary": 100})
        doomed.process.kill()
        doomed.process.wait()
        killed = time.monotonic()
        output, _ = running.communicate(timeout=60)
        found = report(output)
        assert time.monotonic() - killed > 1, "the load went on without the old version"
        assert (running.returncode, set(found["statuses"]), found["failed"]) == (0, {"200"}, 0)
        shares = by_route(found)
        assert shares["stable"] > 0
        assert shares["canary"] > 0.2 * found["requests"]

        proxy.shift({"stable": 50, "canary": 50})
        code, found = load(proxy.url + PATH, "--requests", "60", "--seconds", "30", "--max-failed", "10")
        assert (code, set(found["statuses"])) == (1, {"200", "503"})
        [dead] = [one for name, one in found["versions"].items() if name.startswith("stable")]
        assert dead["failed"] == dead["requests"] == found["failed"] > 6
    finally:
        running.kill()
        proxy.close()
        doomed.process.kill()


def test_nobody_there_is_a_failure() -> None:
    code, found = load("http://127.0.0.1:9/v2/models/churn/infer", "--requests", "3", "--timeout", "2")
    assert (code, found["statuses"]) == (1, {"no answer": 3})
    assert any("ConnectionRefused" in reason for reason in found["reasons"])


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--url", "churn"], "is no address"),
        (["--url", "http://h/x", "--token-file", "/nowhere"], "is no file, or empty"),
        (["--url", "http://h/x", "--seconds", "0"], "is not above 0"),
    ],
)
def test_a_wrong_command_line_is_refused(arguments: list[str], reason: str) -> None:
    done = subprocess.run(
        [sys.executable, str(EXAMPLE / "load.py"), *arguments], capture_output=True, text=True, check=False
    )
    assert (done.returncode, reason in done.stderr) == (2, True), done.stderr


def test_the_report_counts() -> None:
    answers = [
        *[Answer(200, "stable a", ms / 1000, "") for ms in range(1, 100)],
        Answer(500, "canary b", 2.0, "broken"),
        Answer(None, "unknown", 10.0, "timed out"),
    ]
    found = summarize(answers, 200, 2.0)
    assert (found["requests"], found["failed"], found["perSecond"]) == (101, 2, 50.5)
    assert found["statuses"] == {"200": 99, "500": 1, "no answer": 1}
    assert found["versions"]["stable a"] == {
        "requests": 99,
        "share": 0.9802,
        "failed": 0,
        "p50Ms": 50.0,
        "p99Ms": 99.0,
    }
    assert found["versions"]["unknown"]["p99Ms"] == 0.0
    assert [quantile([1.0, 2.0, 3.0, 4.0], share) for share in (0.25, 0.5, 0.99)] == [1.0, 2.0, 4.0]
