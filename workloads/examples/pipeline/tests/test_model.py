"""From tables to a served model, step by step: what is better serves, and nothing else."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from kfp.dsl import Artifact, ClassificationMetrics, Dataset, Metrics, Model
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from support import MODELS, NAMESPACE, SOURCE

from fake_cluster import FakeCluster
from fake_registry import FakeRegistry
from make_data import make_customers, to_csv
from schema import CUSTOMERS, FEATURES
from steps_data import find_data, find_serving, ingest, split, validate
from steps_deploy import deploy
from steps_model import evaluate, register
from steps_train import train, train_on_accelerator


@dataclass(frozen=True)
class Result:
    """What a run came to."""

    better: bool
    uri: str
    report: dict[str, Any]
    record: dict[str, Any]


def run(folder: Path, service: str, trees: int, registry: str = "", least_gain: float = 0.0) -> Result:
    """The pipeline in plain Python, with its condition."""
    folder.mkdir()

    def at(name: str) -> str:
        return str(folder / name)

    etag = find_data.python_func(source=SOURCE)
    serving = find_serving.python_func(namespace=NAMESPACE, service=service)
    data, valid = Dataset(uri=at("data")), Dataset(uri=at("valid"))
    statistics, model = Artifact(uri=at("statistics")), Model(uri=at("model"))
    training, testing = Dataset(uri=at("train")), Dataset(uri=at("test"))
    report, record = Artifact(uri=at("report")), Artifact(uri=at("record"))
    ingest.python_func(source=SOURCE, etag=etag, data=data)
    validate.python_func(
        data=data,
        schema=CUSTOMERS,
        serving_uri=serving,
        drift_limit=0.25,
        valid=valid,
        statistics=statistics,
    )
    split.python_func(valid=valid, schema=CUSTOMERS, test_share=0.25, train_data=training, test_data=testing)
    train.python_func(train_data=training, schema=CUSTOMERS, trees=trees, seed=7, model=model)
    better = evaluate.python_func(
        test_data=testing,
        model=model,
        models=MODELS,
        serving_uri=serving,
        lowest_auc=0.7,
        least_gain=least_gain,
        metrics=Metrics(uri=at("metrics")),
        curve=ClassificationMetrics(uri=at("curve")),
        report=report,
    )
    uri = register.python_func(
        model=model,
        statistics=statistics,
        report=report,
        models=MODELS,
        service=service,
        registry=registry,
        record=record,
    )
    if better:
        deploy.python_func(namespace=NAMESPACE, service=service, uri=uri, wait_seconds=30)
    return Result(better, uri, json.loads(Path(report.uri).read_text(encoding="utf-8")), record.metadata)


def served(cluster: FakeCluster, service: str) -> str:
    """Address of the model that serves."""
    body = cluster.get("inferenceservices", NAMESPACE, service)
    assert body is not None
    return str(body["spec"]["predictor"]["model"]["storageUri"])


def test_only_what_is_better_takes_over(s3: Any, cluster: FakeCluster, tmp_path: Path) -> None:
    """A first model serves; the same, a worse and a hardly better one don't; a better one does."""
    s3.put_object(Bucket="data", Key="team-a/customers.csv", Body=to_csv(make_customers(3000, seed=7)))
    first = run(tmp_path / "first", "promotion", trees=3)
    assert first.better
    assert first.report["comparedOn"] == "nothing"
    assert served(cluster, "promotion") == first.uri

    again = run(tmp_path / "again", "promotion", trees=3)
    assert (again.better, again.uri) == (False, first.uri)
    assert again.report["servingAuc"] == again.report["auc"] == first.report["auc"]

    worse = run(tmp_path / "worse", "promotion", trees=1)
    assert worse.report["auc"] < first.report["auc"]
    assert (worse.better, served(cluster, "promotion")) == (False, first.uri)

    close = run(tmp_path / "close", "promotion", trees=60, least_gain=0.2)
    assert close.report["auc"] > first.report["auc"]
    assert (close.better, served(cluster, "promotion")) == (False, first.uri)

    best = run(tmp_path / "best", "promotion", trees=60)
    assert best.better
    assert best.report["comparedOn"] == "the same rows"
    assert best.report["servingUri"] == first.uri
    assert served(cluster, "promotion") == best.uri != first.uri

    # Registered were all of them, serving or not.
    found = s3.list_objects_v2(Bucket="models", Prefix="team-a/promotion/", Delimiter="/")["CommonPrefixes"]
    assert len(found) == len({first.uri, worse.uri, best.uri}) == 3


def test_other_customers_than_the_serving_model_knew_are_refused(
    s3: Any,
    cluster: FakeCluster,
    tmp_path: Path,
) -> None:
    """The statistics beside the model that serves are the reference, wherever it was made."""
    s3.put_object(Bucket="data", Key="team-a/customers.csv", Body=to_csv(make_customers(2000, seed=7)))
    first = run(tmp_path / "first", "drifting", trees=5)
    shifted = to_csv(make_customers(2000, seed=8, shift=30))
    s3.put_object(Bucket="data", Key="team-a/customers.csv", Body=shifted)
    with pytest.raises(ValueError, match=f"not those that {first.uri} learned from: column monthly_charge"):
        run(tmp_path / "second", "drifting", trees=5)
    assert served(cluster, "drifting") == first.uri


def test_a_model_below_the_line_is_not_registered(s3: Any, tmp_path: Path) -> None:
    """The step fails before anything is written where models are."""
    assert s3 is not None
    table = make_customers(1500, seed=2)
    table["churned"] = np.random.default_rng(1).integers(0, 2, len(table))
    table.to_csv(tmp_path / "table", index=False)
    model = Model(uri=str(tmp_path / "model"))
    data = Dataset(uri=str(tmp_path / "table"))
    train.python_func(train_data=data, schema=CUSTOMERS, trees=3, seed=7, model=model)
    other = make_customers(1500, seed=3)
    other["churned"] = np.random.default_rng(2).integers(0, 2, len(other))
    other.to_csv(tmp_path / "other", index=False)
    with pytest.raises(RuntimeError, match=r"auc 0\.\d+ is below 0\.75: nothing is registered"):
        evaluate.python_func(
            test_data=Dataset(uri=str(tmp_path / "other")),
            model=model,
            models=MODELS,
            serving_uri="pvc://elsewhere/model",
            lowest_auc=0.75,
            least_gain=0.0,
            metrics=Metrics(uri=""),
            curve=ClassificationMetrics(uri=""),
            report=Artifact(uri=str(tmp_path / "report")),
        )


def test_a_model_that_does_not_load_is_taken_back(cluster: FakeCluster) -> None:
    """Who asks goes on being answered by the model before."""
    deploy.python_func(namespace=NAMESPACE, service="s", uri="s3://models/team-a/s/1", wait_seconds=30)
    with pytest.raises(
        RuntimeError, match=r"BlockedByFailedLoad, no file model\.joblib; it is back at s3://.*/s/1"
    ):
        deploy.python_func(
            namespace=NAMESPACE, service="s", uri="s3://models/team-a/s/broken", wait_seconds=30
        )
    assert served(cluster, "s") == "s3://models/team-a/s/1"


def test_deploying_changes_the_address_alone_and_waits_for_it(cluster: FakeCluster) -> None:
    """Replicas, pools and the like are somebody else's: a merge patch leaves them as they are."""
    spec = {
        "predictor": {"maxReplicas": 4, "model": {"storageUri": "s3://models/team-a/s/1", "runtime": "r"}}
    }
    cluster.put("inferenceservices", NAMESPACE, {"metadata": {"name": "s"}, "spec": spec})
    before = deploy.python_func(
        namespace=NAMESPACE, service="s", uri="s3://models/team-a/s/2", wait_seconds=30
    )
    assert before == "s3://models/team-a/s/1"
    changed = cluster.get("inferenceservices", NAMESPACE, "s")
    assert changed is not None
    assert changed["spec"]["predictor"] == {
        "maxReplicas": 4,
        "model": {"storageUri": "s3://models/team-a/s/2", "runtime": "r"},
    }
    assert changed["status"]["modelStatus"]["transitionStatus"] == "UpToDate"
    patches = [request for request in cluster.requests if request.method == "PATCH"]
    assert [request.headers["content-type"] for request in patches] == ["application/merge-patch+json"]
    # A second time, as a retry would: nothing to change.
    deploy.python_func(namespace=NAMESPACE, service="s", uri="s3://models/team-a/s/2", wait_seconds=30)
    assert len([request for request in cluster.requests if request.method == "PATCH"]) == 1


def test_what_the_registry_is_told(
    s3: Any,
    cluster: FakeCluster,
    registry: FakeRegistry,
    tmp_path: Path,
) -> None:
    """A model, a version with its measure, an artifact with its address; the same again adds nothing."""
    s3.put_object(Bucket="data", Key="team-a/customers.csv", Body=to_csv(make_customers(2000, seed=7)))
    first = run(tmp_path / "first", "registered", trees=5, registry=registry.url)
    run(tmp_path / "again", "registered", trees=5, registry=registry.url)
    version = first.uri.rsplit("/", 1)[1]
    assert served(cluster, "registered") == first.uri
    assert registry.models == [{"id": "1", "name": "registered"}]
    assert [(one["name"], one["registeredModelId"]) for one in registry.versions] == [(version, "1")]
    assert registry.versions[0]["customProperties"]["auc"] == {
        "metadataType": "MetadataDoubleValue",
        "double_value": first.report["auc"],
    }
    assert registry.artifacts == [
        {
            "id": "1",
            "parentResourceId": "1",
            "artifactType": "model-artifact",
            "name": f"registered-{version}",
            "uri": first.uri,
            "modelFormatName": "sklearn",
            "modelFormatVersion": "1.5.2",
        }
    ]
    assert first.record["modelVersion"] == "1"


def test_a_step_without_a_token_is_told_what_the_gateway_says(
    s3: Any, cluster: FakeCluster, registry: FakeRegistry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KF_PIPELINES_SA_TOKEN_PATH")
    s3.put_object(Bucket="data", Key="team-a/customers.csv", Body=to_csv(make_customers(2000, seed=7)))
    with pytest.raises(RuntimeError, match=r"answers 403 to registered_model.*RBAC: access denied"):
        run(tmp_path / "first", "unregistered", trees=5, registry=registry.url)
    assert registry.models == []
    assert cluster.get("inferenceservices", NAMESPACE, "unregistered") is None


LOADS = """
import json, sys
import joblib
model = joblib.load(sys.argv[1])
answer = model.predict(json.loads(sys.argv[2]))
known = sorted(set(answer.tolist()))
print(json.dumps([model.n_features_in_, list(answer.shape), known, sorted(sys.modules)]))
"""


def test_what_is_registered_is_what_a_server_loads(
    s3: Any,
    cluster: FakeCluster,
    tmp_path: Path,
) -> None:
    """One joblib file in the folder, loaded elsewhere without this example's code, asked with plain lists."""
    s3.put_object(Bucket="data", Key="team-a/customers.csv", Body=to_csv(make_customers(2000, seed=7)))
    result = run(tmp_path / "run", "format", trees=10)
    assert served(cluster, "format") == result.uri
    prefix = result.uri.removeprefix("s3://models/")

    def read(name: str) -> bytes:
        content: bytes = s3.get_object(Bucket="models", Key=f"{prefix}/{name}")["Body"].read()
        return content

    about = json.loads(read("metadata.json"))
    assert about == {
        "name": "format",
        "version": prefix.rsplit("/", 1)[1],
        "sha256": about["sha256"],
        "auc": result.report["auc"],
        "features": FEATURES,
        "label": "churned",
        "classes": [0, 1],
        "rows": about["rows"],
        "device": "cpu",
        "versions": {"scikit-learn": "1.5.2", "numpy": "2.2.4", "joblib": "1.4.2"},
    }
    assert about["sha256"].startswith(about["version"])
    (tmp_path / "model.joblib").write_bytes(read("model.joblib"))
    asked = json.dumps([[1, 1, 110.0, 6, 4, 20.0], [70, 24, 30.0, 0, 0, 20.0]])
    command = [sys.executable, "-I", "-c", LOADS, "model.joblib", asked]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    features, shape, answers, modules = json.loads(done.stdout)
    assert (features, shape, answers) == (len(FEATURES), [2], [0, 1])
    assert not {"kfp", "steps_train", "schema"} & set(modules)


def test_the_accelerated_step_learns_what_scikit_learn_would(tmp_path: Path) -> None:
    """The arithmetic that a GPU does is the same that NumPy does here, and comes to the same weights."""
    make_customers(2000, seed=4).to_csv(tmp_path / "table", index=False)
    model = Model(uri=str(tmp_path / "model"))
    data = Dataset(uri=str(tmp_path / "table"))
    train_on_accelerator.python_func(train_data=data, schema=CUSTOMERS, steps=25, strength=0.5, model=model)

    import joblib

    learned = joblib.load(tmp_path / "model" / "model.joblib")
    table = pd.read_csv(tmp_path / "table")
    values, labels = table[FEATURES].to_numpy(float), table["churned"].to_numpy(int)
    reference = make_pipeline(
        SimpleImputer(strategy="median"), StandardScaler(), LogisticRegression(C=0.5, tol=1e-10)
    ).fit(values, labels)
    assert learned[-1].coef_ == pytest.approx(reference[-1].coef_, abs=1e-5)
    assert learned[-1].intercept_ == pytest.approx(reference[-1].intercept_, abs=1e-5)
    assert learned.n_features_in_ == len(FEATURES)
    assert (learned.predict(values) == reference.predict(values)).all()
    assert model.metadata["device"] in ("cpu", "cuda")
