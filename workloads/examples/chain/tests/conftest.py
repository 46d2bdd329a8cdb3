"""What the tests share: S3 by moto's server, and a stand-in of the Kubernetes API (../../testing)."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1] / "testing"), str(HERE)]

from support import KUBECONFIG, SECRETS  # noqa: E402

from fake_cluster import FakeCluster, serving  # noqa: E402
from json_server import Json  # noqa: E402
from s3_server import s3_server  # noqa: E402

os.environ["KUBECONFIG"] = str(KUBECONFIG)


@pytest.fixture(scope="session")
def s3() -> Iterator[Any]:
    """A client of an S3 with the buckets `data` and `models`; programs find it through AWS_ENDPOINT_URL."""
    planted = {name: value for name, value in SECRETS.items() if name.startswith("AWS_")}
    with s3_server("data", "models", credentials=planted) as client:
        yield client


class Trainer:
    """Trainer's controller, kubelet and scheduler in one: it runs what a TrainJob says, on this machine."""

    def __init__(self, folder: Path) -> None:
        """Files of pods are written below `folder`."""
        self.cluster: FakeCluster
        self.folder = folder
        self.logs: dict[str, str] = {}
        self.stuck = False

    def __call__(self, job: Json, reads: int) -> Json:
        """The status: pending at first, then running, then done or failed."""
        conditions: list[Json] = job.get("status", {}).get("conditions", [])
        if conditions or reads < 2 or self.stuck:
            return {"conditions": conditions}
        code = self._run(job)
        end = ("Complete", "JobsCompleted") if code == 0 else ("Failed", "JobsFailed")
        condition = {"type": end[0], "status": "True", "reason": end[1], "message": f"exit code {code}"}
        return {"conditions": [condition]}

    def _run(self, job: Json) -> int:
        [override] = job["spec"]["podTemplateOverrides"]
        [volume], [container] = override["spec"]["volumes"], override["spec"]["containers"]
        [mount] = container["volumeMounts"]
        assert mount["name"] == volume["name"]
        kept = self.cluster.get("configmaps", job["metadata"]["namespace"], volume["configMap"]["name"])
        assert kept is not None, "a pod whose ConfigMap is not there never starts"
        for name, text in kept["data"].items():
            (self.folder / name).write_text(text, encoding="utf-8")
        command = [
            part.replace(mount["mountPath"], str(self.folder)) for part in job["spec"]["trainer"]["command"]
        ]
        assert command[0] == "python"
        done = subprocess.run([sys.executable, *command[1:]], capture_output=True, text=True, check=False)
        self.logs[job["metadata"]["name"]] = done.stdout + done.stderr
        return done.returncode


@pytest.fixture
def trainer(tmp_path: Path) -> Trainer:
    """What runs TrainJobs."""
    folder = tmp_path / "pod"
    folder.mkdir()
    return Trainer(folder)


@pytest.fixture
def cluster(trainer: Trainer) -> Iterator[FakeCluster]:
    """A cluster without objects, where TrainJobs run and models come up."""
    controllers: dict[str, Callable[[Json, int], Json]] = {
        "inferenceservices": serving(broken="broken"),
        "trainjobs": trainer,
    }
    server = FakeCluster(SECRETS["KUBERNETES_TOKEN"], controllers)
    trainer.cluster = server
    server.kubeconfig(KUBECONFIG)
    yield server
    server.close()
