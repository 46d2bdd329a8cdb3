"""Names and values that the tests share."""

import tempfile
from pathlib import Path

import numpy as np

from fake_cluster import FakeCluster

NAMESPACE = "team-a"
SOURCE = "s3://data/team-a/customers.csv"
MODELS = "s3://models/team-a/"

SECRETS = {
    "AWS_SECRET_ACCESS_KEY": "planted-key-of-aws-2a1f",
    "AWS_SESSION_TOKEN": "planted-token-of-aws-9c3d",
    "KUBERNETES_TOKEN": "planted-token-of-kubernetes-77e0",
}
"""Looked for in everything that a run leaves behind."""

KUBECONFIG = Path(tempfile.mkdtemp(prefix="kubeconfig-")) / "config"
"""The one place in which the Kubernetes client looks: it reads the variable once, when it is imported."""


def customers(rows: int, seed: int) -> bytes:
    """A small table in which who pays much and calls often leaves, as CSV."""
    random = np.random.default_rng(seed)
    charge, calls = random.normal(65, 20, rows).round(2), random.poisson(2, rows)
    leaves = random.random(rows) < 1 / (1 + np.exp(-(0.06 * (charge - 65) + 1.1 * (calls - 2))))
    lines = [f"c{index},{charge[index]},{calls[index]},{int(leaves[index])}" for index in range(rows)]
    return "\n".join(["customer_id,monthly_charge,support_calls,churned", *lines]).encode()


def served(cluster: FakeCluster, service: str) -> str:
    """Address of the model that serves."""
    body = cluster.get("inferenceservices", NAMESPACE, service)
    assert body is not None
    return str(body["spec"]["predictor"]["model"]["storageUri"])
