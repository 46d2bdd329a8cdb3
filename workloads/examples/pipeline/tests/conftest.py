"""What the tests share: S3 by moto's server, and servers in place of a cluster's (../../testing)."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1] / "testing"), str(HERE)]

from support import KUBECONFIG, SECRETS  # noqa: E402

from fake_servers import FakeCluster, FakeRegistry, serving  # noqa: E402

os.environ["KUBECONFIG"] = str(KUBECONFIG)


@pytest.fixture(scope="session")
def s3() -> Iterator[Any]:
    """A client of an S3 with the buckets `data` and `models`; programs find it through AWS_ENDPOINT_URL."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    os.environ.update({name: value for name, value in SECRETS.items() if name.startswith("AWS_")})
    os.environ["AWS_ACCESS_KEY_ID"] = "nobody"
    os.environ["AWS_DEFAULT_REGION"] = "us-east-1"
    os.environ["AWS_ENDPOINT_URL"] = f"http://{host}:{port}"
    client = boto3.client("s3")
    for bucket in ("data", "models"):
        client.create_bucket(Bucket=bucket)
    yield client
    server.stop()


@pytest.fixture
def cluster() -> Iterator[FakeCluster]:
    """A cluster without any InferenceService, where what has `broken` in its address never loads."""
    server = FakeCluster(SECRETS["KUBERNETES_TOKEN"], {"inferenceservices": serving(broken="broken")})
    server.kubeconfig(KUBECONFIG)
    yield server
    server.close()


@pytest.fixture
def registry() -> Iterator[FakeRegistry]:
    """An empty Model Registry."""
    server = FakeRegistry()
    yield server
    server.close()
