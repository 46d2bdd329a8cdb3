# mypy: allow-untyped-decorators
"""The steps that judge a model and register it.

A step is one function that runs alone in a container: what it uses it imports itself.
"""

from kfp import dsl
from kfp.dsl import Artifact, ClassificationMetrics, Dataset, Input, Metrics, Model, Output

from images import LEARNING, PYTHON_IMAGE, S3


@dsl.component(base_image=PYTHON_IMAGE, packages_to_install=[*S3, *LEARNING])
def evaluate(
    test_data: Input[Dataset],
    model: Input[Model],
    models: str,
    serving_uri: str,
    lowest_auc: float,
    least_gain: float,
    metrics: Output[Metrics],
    curve: Output[ClassificationMetrics],
    report: Output[Artifact],
) -> bool:
    """Measures the model and the one that serves on the same rows, and says whether the new one is better.

    Fails where it is worse than what is asked for. The serving model is loaded, which runs what is in its
    file: it must be the tenant's own, below `models`. One from elsewhere is nothing to compare with.
    """
    import io
    import json
    from pathlib import Path
    from typing import Any

    import boto3
    import joblib
    import numpy as np
    import pandas as pd
    from sklearn.metrics import accuracy_score, confusion_matrix, roc_auc_score, roc_curve

    about = json.loads((Path(model.path) / "metadata.json").read_text(encoding="utf-8"))
    table = pd.read_csv(test_data.path)
    values, labels = table[about["features"]].to_numpy(float), table[about["label"]].to_numpy(int)
    scores = joblib.load(Path(model.path) / "model.joblib").predict_proba(values)[:, 1]
    auc = float(roc_auc_score(labels, scores))
    accuracy = float(accuracy_score(labels, scores > 0.5))

    serving_auc = 0.0
    compared = "nothing"
    if serving_uri.startswith(f"{models.rstrip('/')}/"):
        bucket, _, prefix = serving_uri.removeprefix("s3://").partition("/")

        def read(file: str) -> bytes:
            body: Any = boto3.client("s3").get_object(Bucket=bucket, Key=f"{prefix.rstrip('/')}/{file}")[
                "Body"
            ]
            content: bytes = body.read()
            return content

        served = json.loads(read("metadata.json"))
        if served["features"] == about["features"]:
            champion = joblib.load(io.BytesIO(read("model.joblib")))
            serving_auc = float(roc_auc_score(labels, champion.predict_proba(values)[:, 1]))
            compared = "the same rows"
        else:
            serving_auc = float(served["auc"])
            compared = "what was measured when it was made: it takes other features"
    print(f"auc={auc:.4f} serving_auc={serving_auc:.4f} compared on {compared}", flush=True)
    # The very model that serves is not better than itself, whatever gain is asked for.
    better = compared == "nothing" or (auc > serving_auc and auc >= serving_auc + least_gain)

    metrics.log_metric("auc", auc)
    metrics.log_metric("accuracy", accuracy)
    metrics.log_metric("serving_auc", serving_auc)
    false_positives, true_positives, thresholds = roc_curve(labels, scores)
    finite = np.isfinite(thresholds)
    curve.log_roc_curve(
        false_positives[finite].tolist(), true_positives[finite].tolist(), thresholds[finite].tolist()
    )
    curve.log_confusion_matrix(["stays", "leaves"], confusion_matrix(labels, scores > 0.5).tolist())
    measured = {"auc": auc, "accuracy": accuracy, "testRows": len(table)}
    comparison = {
        "servingUri": serving_uri,
        "servingAuc": serving_auc,
        "comparedOn": compared,
        "better": better,
    }
    Path(report.path).write_text(json.dumps({**measured, **comparison}), encoding="utf-8")
    report.metadata.update({**measured, **comparison})
    if auc < lowest_auc:
        raise RuntimeError(f"auc {auc:.3f} is below {lowest_auc}: nothing is registered")
    return better


@dsl.component(base_image=PYTHON_IMAGE, packages_to_install=S3)
def register(
    model: Input[Model],
    statistics: Input[Artifact],
    report: Input[Artifact],
    models: str,
    service: str,
    registry: str,
    record: Output[Artifact],
) -> str:
    """Puts the model where models are, and into the Model Registry where there is one; gives its address.

    The version is a digest of the model: the same model a second time is the same version. The registry is reached
    through the gateway, as a step has no sidecar and no way to the registry's own pods; the token of the tenant's
    PodDefault `access-ml-pipeline` says who the step is.
    """
    import hashlib
    import json
    import os
    import urllib.error
    import urllib.parse
    import urllib.request
    from pathlib import Path
    from typing import Any

    import boto3

    content = (Path(model.path) / "model.joblib").read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    version = digest[:10]
    about = json.loads((Path(model.path) / "metadata.json").read_text(encoding="utf-8"))
    measured = json.loads(Path(report.path).read_text(encoding="utf-8"))
    about.update({"name": service, "version": version, "sha256": digest, "auc": measured["auc"]})
    uri = f"{models.rstrip('/')}/{service}/{version}"
    bucket, _, prefix = uri.removeprefix("s3://").partition("/")
    s3 = boto3.client("s3")
    # The model comes last: a version that has one is whole.
    s3.put_object(Bucket=bucket, Key=f"{prefix}/statistics.json", Body=Path(statistics.path).read_bytes())
    s3.put_object(Bucket=bucket, Key=f"{prefix}/metadata.json", Body=json.dumps(about, indent=2).encode())
    s3.put_object(Bucket=bucket, Key=f"{prefix}/model.joblib", Body=content)
    record.metadata.update({"name": service, "version": version, "uri": uri, "auc": measured["auc"]})
    Path(record.path).write_text(json.dumps(record.metadata), encoding="utf-8")
    if registry == "":
        return uri
    if not registry.startswith(("http://", "https://")):
        raise ValueError(f'registry "{registry}" is no address: http://<gateway>')

    base = f"{registry.rstrip('/')}/api/model_registry/v1alpha3"
    headers = {"Content-Type": "application/json"}
    token_file = os.environ.get("KF_PIPELINES_SA_TOKEN_PATH", "")
    if token_file:
        headers["Authorization"] = f"Bearer {Path(token_file).read_text(encoding='utf-8').strip()}"

    def ask(path: str, body: dict[str, Any] | None = None) -> dict[str, Any] | None:
        request = urllib.request.Request(  # noqa: S310
            f"{base}/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers=headers,
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                found: dict[str, Any] = json.load(answer)
                return found
        except urllib.error.HTTPError as error:
            if error.code == 404 and body is None:
                return None
            raise RuntimeError(
                f"{registry} answers {error.code} to {path}: {error.read().decode()}"
            ) from error

    def ensure(one: str, query: dict[str, str], create: str, body: dict[str, Any]) -> dict[str, Any]:
        found = ask(f"{one}?{urllib.parse.urlencode(query)}") or ask(create, body)
        return found or {}

    named = ensure("registered_model", {"name": service}, "registered_models", {"name": service})
    made = ensure(
        "model_version",
        {"name": version, "parentResourceId": named["id"]},
        "model_versions",
        {
            "name": version,
            "registeredModelId": named["id"],
            "customProperties": {
                "auc": {"metadataType": "MetadataDoubleValue", "double_value": measured["auc"]},
                "sha256": {"metadataType": "MetadataStringValue", "string_value": digest},
            },
        },
    )
    ensure(
        "model_artifact",
        {"name": f"{service}-{version}", "parentResourceId": made["id"]},
        f"model_versions/{made['id']}/artifacts",
        {
            "artifactType": "model-artifact",
            "name": f"{service}-{version}",
            "uri": uri,
            "modelFormatName": "sklearn",
            "modelFormatVersion": about["versions"]["scikit-learn"],
        },
    )
    record.metadata["registeredModel"] = named["id"]
    record.metadata["modelVersion"] = made["id"]
    return uri
