"""Names and values that the tests share."""

import tempfile
from pathlib import Path

NAMESPACE = "team-a"
SOURCE = "s3://data/team-a/customers.csv"
MODELS = "s3://models/team-a/"

SECRETS = {
    "AWS_SECRET_ACCESS_KEY": "planted-key-of-aws-2a1f",
    "AWS_SESSION_TOKEN": "planted-token-of-aws-9c3d",
    "GATEWAY_TOKEN": "planted-token-of-the-gateway-5be2",
    "KUBERNETES_TOKEN": "planted-token-of-kubernetes-77e0",
}
"""Looked for in everything that a run leaves behind."""

KUBECONFIG = Path(tempfile.mkdtemp(prefix="kubeconfig-")) / "config"
"""The one place in which the Kubernetes client looks: it reads the variable once, when it is imported."""
