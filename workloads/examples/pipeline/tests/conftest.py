"""What the tests share: S3 by moto's server, and servers in place of a cluster's (../../testing)."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1] / "testing"), str(HERE)]

from support import KUBECONFIG, SECRETS  # noqa: E402

from fake_cluster import FakeCluster, serving  # noqa: E402
from fake_registry import FakeRegistry  # noqa: E402
from s3_server import s3_server  # noqa: E402

os.environ["KUBECONFIG"] = str(KUBECONFIG)


@pytest.fixture(scope="session")
def s3() -> Iterator[Any]:
    """A client of an S3 with the buckets `data` and `models`; programs find it through AWS_ENDPOINT_URL."""
    planted = {name: value for name, value in SECRETS.items() if name.startswith("AWS_")}
    with s3_server("data", "models", credentials=planted) as client:
        yield client


@pytest.fixture
def cluster() -> Iterator[FakeCluster]:
    """A cluster without any InferenceService, where what has `broken` in its address never loads."""
    server = FakeCluster(SECRETS["KUBERNETES_TOKEN"], {"inferenceservices": serving(broken="broken")})
    server.kubeconfig(KUBECONFIG)
    yield server
    server.close()


@pytest.fixture
def registry(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FakeRegistry]:
    """An empty Model Registry, and the token that the PodDefault gives for it, where that puts it."""
    token = tmp_path_factory.mktemp("token") / "token"
    token.write_text(SECRETS["GATEWAY_TOKEN"], encoding="utf-8")
    monkeypatch.setenv("KF_PIPELINES_SA_TOKEN_PATH", str(token))
    server = FakeRegistry(SECRETS["GATEWAY_TOKEN"])
    yield server
    server.close()
