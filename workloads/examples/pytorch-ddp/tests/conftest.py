"""What the tests share: torchrun as the controllers start it, an S3 server, and one run that nothing interrupts."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from make_dataset import make
from storage import Folder, open_storage

EXAMPLE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(EXAMPLE.parent / "testing"))

from s3_server import s3_server  # noqa: E402

BUCKET = "tenant-data"
EPOCHS = 8
TIMEOUT = 150


@dataclass(frozen=True)
class Run:
    """What a run printed."""

    output: str

    def numbers(self, name: str) -> list[float]:
        """The values of a metric, epoch by epoch."""
        return [
            float(value) for value in re.findall(rf"^epoch=.*\b{name}=([\d.]+)", self.output, re.MULTILINE)
        ]

    def weights(self) -> str:
        """The digest of the weights at the end."""
        (digest,) = set(re.findall(r"^weights sha256:([0-9a-f]{64})$", self.output, re.MULTILINE))
        return str(digest)

    def resumed(self) -> list[tuple[int, int]]:
        """Step and epoch of each restart from a checkpoint."""
        found = re.findall(r"^resumed after step (\d+) in epoch (\d+)$", self.output, re.MULTILINE)
        return [(int(step), int(epoch)) for step, epoch in found]


class Torchrun:
    """A torchrun with its workers; none of them outlives the block that it is used in."""

    def __init__(self, log: Path, launcher: list[str], arguments: list[str], **environment: str) -> None:
        self._log = log
        command = [
            sys.executable,
            "-m",
            "torch.distributed.run",
            *launcher,
            str(EXAMPLE / "train.py"),
            *arguments,
        ]
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                command,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, "OMP_NUM_THREADS": "1", **environment},
            )

    def __enter__(self) -> "Torchrun":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            # Asked to, torchrun ends its workers, which are in sessions of their own.
            self._process.terminate()
            try:
                self._process.wait(40)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def text(self) -> str:
        """What has been printed so far."""
        return self._log.read_text()

    def wait_for(self, pattern: str) -> None:
        """Waits until a line has been printed."""
        deadline = time.monotonic() + TIMEOUT
        while not re.search(pattern, self.text(), re.MULTILINE):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"{pattern} was not printed:\n{self.text()}")
            time.sleep(0.02)

    def worker(self, rank: int) -> int:
        """Process id of a worker."""
        for environ in Path("/proc").glob("[0-9]*/environ"):
            try:
                variables = environ.read_bytes().split(b"\0")
                parent = int(environ.with_name("stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == self._process.pid and f"RANK={rank}".encode() in variables:
                return int(environ.parent.name)
        raise AssertionError(f"no worker of rank {rank}:\n{self.text()}")

    def finish(self) -> Run:
        """Waits for the end, which has to be a good one."""
        code = self._process.wait(TIMEOUT)
        assert code == 0, self.text()
        return Run(self.text())


def two_processes(restarts: int = 0) -> list[str]:
    """Both on one node."""
    return ["--standalone", "--nproc-per-node", "2", "--max-restarts", str(restarts)]


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The images, in a folder."""
    folder = tmp_path_factory.mktemp("images")
    make(Folder(folder))
    return folder


@pytest.fixture(scope="session")
def uninterrupted(images: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    """A run of two processes, and the folder that it wrote its model into."""
    folder = tmp_path_factory.mktemp("uninterrupted")
    arguments = ["--data", str(images), "--epochs", str(EPOCHS), "--output", str(folder / "model")]
    with Torchrun(folder / "log", two_processes(), arguments) as torchrun:
        return torchrun.finish(), folder / "model"


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An S3 server with an empty bucket; its URI."""
    with s3_server(BUCKET, setenv=monkeypatch.setenv):
        yield f"s3://{BUCKET}"


@pytest.fixture
def images_in_s3(s3: str) -> str:
    """The images, below a prefix of the bucket."""
    make(open_storage(f"{s3}/team-a/images"))
    return f"{s3}/team-a/images"
