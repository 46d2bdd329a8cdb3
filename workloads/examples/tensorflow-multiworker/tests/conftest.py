"""What the tests share: workers as TFJob starts them, and one run that nothing interrupts."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from readings import make

EXAMPLE = Path(__file__).resolve().parents[1]
TIMEOUT = 180


@dataclass(frozen=True)
class Output:
    """What a worker printed."""

    text: str

    def numbers(self, name: str) -> list[float]:
        """The values of a metric, epoch by epoch."""
        return [float(value) for value in re.findall(rf"^epoch=.*\b{name}=([\d.]+)", self.text, re.MULTILINE)]

    def weights(self) -> str:
        """The digest of the weights at the end."""
        found = re.search(r"^weights sha256:([0-9a-f]{64})$", self.text, re.MULTILINE)
        assert found is not None, self.text
        return found[1]

    def resumed(self) -> tuple[int, int] | None:
        """Step and epoch of the restart from a checkpoint."""
        found = re.search(r"^resumed after step (\d+) in epoch (\d+)$", self.text, re.MULTILINE)
        return None if found is None else (int(found[1]), int(found[2]))


class Workers:
    """A chief and a worker; none of them outlives the block that it is used in."""

    def __init__(self, folder: Path, arguments: list[str]) -> None:
        folder.mkdir(exist_ok=True)
        cluster = {"chief": [f"127.0.0.1:{free_port()}"], "worker": [f"127.0.0.1:{free_port()}"]}
        self._logs = [folder / f"{kind}.log" for kind in cluster]
        self.processes = []
        for kind, log in zip(cluster, self._logs, strict=True):
            config = {"cluster": cluster, "task": {"type": kind, "index": 0}, "environment": "cloud"}
            with log.open("wb") as output:
                self.processes.append(
                    subprocess.Popen(
                        [sys.executable, str(EXAMPLE / "train.py"), *arguments],
                        stdout=output,
                        stderr=subprocess.STDOUT,
                        env={**os.environ, "TF_CONFIG": json.dumps(config), "TF_CPP_MIN_LOG_LEVEL": "2"},
                    )
                )

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            process.kill()
            process.wait()

    def text(self) -> str:
        """What both have printed so far."""
        return "\n".join(log.read_text() for log in self._logs)

    def wait_for(self, pattern: str) -> None:
        """Waits until one of them has printed a line."""
        deadline = time.monotonic() + TIMEOUT
        while not re.search(pattern, self.text(), re.MULTILINE):
            ended = any(process.poll() is not None for process in self.processes)
            if ended or time.monotonic() > deadline:
                raise AssertionError(f"{pattern} was not printed:\n{self.text()}")
            time.sleep(0.02)

    def finish(self) -> list[Output]:
        """Waits for the end of both, which has to be a good one."""
        codes = [process.wait(TIMEOUT) for process in self.processes]
        assert codes == [0, 0], self.text()
        return [Output(log.read_text()) for log in self._logs]


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The readings, in a folder."""
    folder = tmp_path_factory.mktemp("readings")
    make(folder)
    return folder


@pytest.fixture(scope="session")
def uninterrupted(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Output], Path]:
    """A run of two workers, and the folder that it wrote its model into."""
    folder = tmp_path_factory.mktemp("uninterrupted")
    with Workers(folder, ["--data", str(data), "--output", str(folder / "model")]) as workers:
        return workers.finish(), folder / "model"
