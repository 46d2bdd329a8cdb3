# mypy: allow-untyped-decorators
"""Every step, run by KFP's local runner in a process of its own, as its container would run it."""

import csv
import json
import os
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from kfp import dsl, local
from kfp.dsl import Artifact, ClassificationMetrics, Dataset, Metrics, Model
from support import MODELS, NAMESPACE, SECRETS, SOURCE

from fake_cluster import FakeCluster
from fake_registry import FakeRegistry
from make_data import make_customers, to_csv
from schema import CUSTOMERS, FEATURES
from steps_data import find_data, find_serving, ingest, split, validate
from steps_deploy import deploy
from steps_model import evaluate, register
from steps_train import train, train_on_accelerator


class Everything(NamedTuple):
    """All that the steps put out."""

    etag: str
    serving: str
    rows: int
    data: Dataset
    drift: float
    valid: Dataset
    statistics: Artifact
    train_data: Dataset
    test_data: Dataset
    model: Model
    accelerated: Model
    better: bool
    metrics: Metrics
    curve: ClassificationMetrics
    report: Artifact
    uri: str
    record: Artifact
    before: str


@dsl.pipeline(name="every-step")
def every_step(source: str, models: str, namespace: str, service: str, registry: str) -> Everything:
    """The steps without a condition: the local runner of KFP 2.16.1 gets conditions wrong."""
    found = find_data(source=source)
    serving = find_serving(namespace=namespace, service=service)
    data = ingest(source=source, etag=found.output)
    checked = validate(
        data=data.outputs["data"], schema=CUSTOMERS, serving_uri=serving.output, drift_limit=0.25
    )
    parts = split(valid=checked.outputs["valid"], schema=CUSTOMERS, test_share=0.25)
    trained = train(train_data=parts.outputs["train_data"], schema=CUSTOMERS, trees=20, seed=7)
    other = train_on_accelerator(
        train_data=parts.outputs["train_data"], schema=CUSTOMERS, steps=25, strength=1.0
    )
    measured = evaluate(
        test_data=parts.outputs["test_data"],
        model=trained.outputs["model"],
        models=models,
        serving_uri=serving.output,
        lowest_auc=0.75,
        least_gain=0.0,
    )
    registered = register(
        model=trained.outputs["model"],
        statistics=checked.outputs["statistics"],
        report=measured.outputs["report"],
        models=models,
        service=service,
        registry=registry,
    )
    deployed = deploy(namespace=namespace, service=service, uri=registered.outputs["Output"], wait_seconds=60)
    return Everything(
        etag=found.output,
        serving=serving.output,
        rows=data.outputs["Output"],
        data=data.outputs["data"],
        drift=checked.outputs["Output"],
        valid=checked.outputs["valid"],
        statistics=checked.outputs["statistics"],
        train_data=parts.outputs["train_data"],
        test_data=parts.outputs["test_data"],
        model=trained.outputs["model"],
        accelerated=other.outputs["model"],
        better=measured.outputs["Output"],
        metrics=measured.outputs["metrics"],
        curve=measured.outputs["curve"],
        report=measured.outputs["report"],
        uri=registered.outputs["Output"],
        record=registered.outputs["record"],
        before=deployed.output,
    )


def table(path: str) -> list[dict[str, str]]:
    """The rows of a CSV artifact."""
    with Path(path).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_every_step_by_the_local_runner(
    s3: Any,
    cluster: FakeCluster,
    registry: FakeRegistry,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each task's outputs are asserted one by one: the runner's SUCCESS says too little."""
    content = to_csv(make_customers(3000, seed=7))
    etag = s3.put_object(Bucket="data", Key="team-a/customers.csv", Body=content)["ETag"].strip('"')
    # A step installs what it lists: here all of it must be there already, in the very versions.
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    local.init(
        runner=local.SubprocessRunner(use_venv=False), pipeline_root=str(tmp_path), raise_on_error=True
    )
    outputs = every_step(
        source=SOURCE, models=MODELS, namespace=NAMESPACE, service="every-step", registry=registry.url
    ).outputs

    assert outputs["etag"] == etag
    assert outputs["serving"] == ""
    assert outputs["rows"] == 3000
    assert Path(outputs["data"].path).read_bytes() == content
    assert outputs["data"].metadata == {
        "source": SOURCE,
        "etag": etag,
        "format": "csv",
        "columns": ["customer_id", *FEATURES, "churned"],
        "rows": 3000,
    }

    assert outputs["drift"] == 0.0
    assert outputs["valid"].metadata["rows"] == 3000
    valid = table(outputs["valid"].path)
    assert list(valid[0]) == ["customer_id", *FEATURES, "churned"]
    statistics = json.loads(Path(outputs["statistics"].path).read_text(encoding="utf-8"))
    assert statistics["rows"] == 3000
    assert sorted(statistics["features"]) == sorted(FEATURES)
    for one in statistics["features"].values():
        assert sum(one["shares"]) == pytest.approx(1)
        assert len(one["shares"]) == len(one["edges"]) + 1

    training, testing = table(outputs["train_data"].path), table(outputs["test_data"].path)
    assert len(training) + len(testing) == 3000
    assert 0.2 < len(testing) / 3000 < 0.3
    assert {row["customer_id"] for row in training}.isdisjoint(row["customer_id"] for row in testing)
    assert outputs["train_data"].metadata == {"rows": len(training), "format": "csv"}

    for kind in ("model", "accelerated"):
        model = outputs[kind]
        assert sorted(file.name for file in Path(model.path).iterdir()) == ["metadata.json", "model.joblib"]
        about = json.loads((Path(model.path) / "metadata.json").read_text(encoding="utf-8"))
        assert model.metadata == {"framework": "scikit-learn", **about}
        assert about["features"] == FEATURES
        assert about["rows"] == len(training)
    report = json.loads(Path(outputs["report"].path).read_text(encoding="utf-8"))
    assert outputs["better"] is True
    assert report["auc"] > 0.8
    assert report["testRows"] == len(testing)
    assert outputs["metrics"].metadata == {
        "auc": report["auc"],
        "accuracy": report["accuracy"],
        "serving_auc": 0.0,
    }
    matrix = outputs["curve"].metadata["confusionMatrix"]
    assert sum(sum(row["row"]) for row in matrix["rows"]) == len(testing)

    assert re.fullmatch(r"s3://models/team-a/every-step/[0-9a-f]{10}", outputs["uri"])
    version = outputs["uri"].rsplit("/", 1)[1]
    assert outputs["record"].metadata == {
        "name": "every-step",
        "version": version,
        "uri": outputs["uri"],
        "auc": report["auc"],
        "registeredModel": "1",
        "modelVersion": "1",
    }
    listed = s3.list_objects_v2(Bucket="models", Prefix=f"team-a/every-step/{version}/")["Contents"]
    assert [one["Key"].rsplit("/", 1)[1] for one in listed] == [
        "metadata.json",
        "model.joblib",
        "statistics.json",
    ]
    body = s3.get_object(Bucket="models", Key=f"team-a/every-step/{version}/model.joblib")["Body"].read()
    assert body == (Path(outputs["model"].path) / "model.joblib").read_bytes()
    assert registry.artifacts[0]["uri"] == outputs["uri"]

    assert outputs["before"] == ""
    service = cluster.get("inferenceservices", NAMESPACE, "every-step")
    assert service is not None
    assert service["spec"]["predictor"] == {
        "serviceAccountName": "default-editor",
        "model": {
            "modelFormat": {"name": "sklearn"},
            "runtime": "kserve-sklearnserver",
            "protocolVersion": "v2",
            "storageUri": outputs["uri"],
        },
    }

    # The programs had these all along; nothing that they leave behind may hold one.
    left = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    for one in s3.list_objects_v2(Bucket="models")["Contents"]:
        left.append(s3.get_object(Bucket="models", Key=one["Key"])["Body"].read())
    left.append(json.dumps([request.body for request in registry.requests]).encode())
    left.append(json.dumps([stored.body for stored in cluster.objects.values()]).encode())
    assert len(left) > 15
    assert os.environ["AWS_SECRET_ACCESS_KEY"] == SECRETS["AWS_SECRET_ACCESS_KEY"]
    for secret in SECRETS.values():
        assert not any(secret.encode() in content for content in left)
