"""What the tests share: S3 by moto's server, two models of the pipeline in it, and a server for each."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
EXAMPLE = HERE.parent
sys.path[:0] = [str(EXAMPLE), str(EXAMPLE.parent / "testing"), str(HERE)]

from kfp_steps import Registered, customers_csv, register_model  # noqa: E402

from s3_server import s3_server  # noqa: E402

SOURCE = "s3://data/team-a/customers.csv"
MODELS = "s3://models/team-a/"
READY_SECONDS = 90


@pytest.fixture(scope="session")
def s3() -> Iterator[Any]:
    """A client of an S3 with three buckets; programs find it through AWS_ENDPOINT_URL."""
    with s3_server("data", "models", "artifacts") as client:
        yield client


@dataclass(frozen=True)
class Versions:
    """Two models of one name."""

    first: Registered
    second: Registered


@pytest.fixture(scope="session")
def versions(s3: Any, tmp_path_factory: pytest.TempPathFactory) -> Versions:
    """What the pipeline makes of the same customers with few trees and with more."""
    s3.put_object(Bucket="data", Key="team-a/customers.csv", Body=customers_csv(3000, seed=7))
    folder = tmp_path_factory.mktemp("pipeline")

    def made(name: str, trees: int) -> Registered:
        return register_model(folder / name, source=SOURCE, models=MODELS, service="churn", trees=trees)

    return Versions(made("first", 5), made("second", 15))


class Server:
    """A process of serve.py, which listens on 127.0.0.1 alone."""

    def __init__(self, model: str, log: Path) -> None:
        """Starts it; what it writes goes to a file."""
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port: int = found.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log
        command = [
            sys.executable,
            str(HERE / "loopback.py"),
            "--model_dir",
            model,
            "--http_port",
            str(self.port),
        ]
        environment = {**os.environ, "MODEL_NAME": "churn"}
        with log.open("wb") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)

    def wait(self) -> None:
        """Until it says that its model is ready."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/v2/models/churn/ready", timeout=5):  # noqa: S310
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        pytest.fail(f"serve.py did not come up:\n{self.log.read_text(errors='replace')[-4000:]}")

    def stop(self) -> int:
        """Asks it to stop; gives its exit code."""
        self.process.terminate()
        return self.process.wait(40)


@dataclass(frozen=True)
class Pair:
    """A server for each version."""

    stable: Server
    canary: Server

    @property
    def ports(self) -> dict[str, int]:
        """By title, as a canary's route has them."""
        return {"stable": self.stable.port, "canary": self.canary.port}


@pytest.fixture(scope="session")
def pair(versions: Versions, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Both versions, served from S3."""
    folder = tmp_path_factory.mktemp("servers")
    found = Pair(
        Server(versions.first.uri, folder / "stable.log"), Server(versions.second.uri, folder / "canary.log")
    )
    try:
        found.stable.wait()
        found.canary.wait()
        yield found
        # Asked to stop, they end by themselves: a rollout has no need to kill them.
        assert [server.stop() for server in (found.stable, found.canary)] == [0, 0]
    finally:
        for server in (found.stable, found.canary):
            server.process.kill()
            server.process.wait()
