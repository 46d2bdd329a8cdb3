"""What the tests share: S3 by moto's server, a toy model, and runs of two processes, each made once."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from runs import EXAMPLE, KILLED_WORKER, SECRETS, TOY, Run, by_mpirun, by_torchrun

sys.path.insert(0, str(EXAMPLE.parent / "testing"))

from s3_server import s3_server

STEPS = 60
CHECKPOINTS = "llm/checkpoints"


@pytest.fixture(scope="session", autouse=True)
def _compiler() -> None:
    """DeepSpeed compiles its collective operations for processors when they are first used."""
    if shutil.which(os.environ.get("CXX", "c++")) is None:
        pytest.skip("no C++ compiler on this machine, which DeepSpeed needs: not run")


@pytest.fixture(scope="session")
def s3() -> Iterator[Any]:
    """A client of an S3 with the bucket `team-a`; programs find it through AWS_ENDPOINT_URL."""
    planted = {name: value for name, value in SECRETS.items() if name.startswith("AWS_")}
    with s3_server("team-a", credentials=planted) as client:
        yield client


@pytest.fixture(scope="session")
def bucket(s3: Any) -> str:
    """A bucket that is there."""
    return str(s3.list_buckets()["Buckets"][0]["Name"])


@pytest.fixture(scope="session")
def arguments() -> list[str]:
    """What all runs of two processes have in common."""
    return ["--toy", f"--data={EXAMPLE / 'toy-data'}", *TOY, f"--steps={STEPS}", "--checkpoint-every=20"]


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory, arguments: list[str]) -> tuple[Run, Path]:
    """ZeRO 2 without any interruption, and the folder with what it left."""
    folder = tmp_path_factory.mktemp("whole")
    places = [f"--work-folder={folder / 'work'}", f"--output={folder / 'output'}"]
    return by_torchrun([*arguments, *places, f"--checkpoints={folder / 'checkpoints'}"]), folder


@pytest.fixture(scope="session")
def killed(tmp_path_factory: pytest.TempPathFactory, arguments: list[str], bucket: str) -> tuple[Run, Path]:
    """The same, but one of the two processes is killed; checkpoints are in S3."""
    folder = tmp_path_factory.mktemp("killed")
    places = [
        f"--work-folder={folder / 'work'}",
        f"--output={folder / 'output'}",
        f"--checkpoints=s3://{bucket}/{CHECKPOINTS}",
    ]
    return by_torchrun([*arguments, *places], program=KILLED_WORKER, restarts=1), folder


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, arguments: list[str]) -> tuple[Run, Path]:
    """The same with ZeRO 3 and as mpirun starts it."""
    folder = tmp_path_factory.mktemp("shared")
    places = [f"--work-folder={folder / 'work'}", f"--output={folder / 'output'}"]
    return by_mpirun([*arguments, *places, "--zero-stage=3"]), folder
