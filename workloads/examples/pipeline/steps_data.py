# mypy: allow-untyped-decorators
"""The steps from a file in S3 to tables that a model may learn from.

A step is one function that runs alone in a container: what it uses it imports itself.
"""

from typing import Any

from kfp import dsl
from kfp.dsl import Artifact, Dataset, Input, Output

from images import KUBERNETES, PYTHON_IMAGE, S3, TABLES


@dsl.component(base_image=PYTHON_IMAGE, packages_to_install=S3)
def find_data(source: str) -> str:
    """The ETag of what is at an address now. Never cached: the address stays, what is there changes."""
    import boto3
    from botocore.exceptions import ClientError

    bucket, _, key = source.removeprefix("s3://").partition("/")
    if not source.startswith("s3://") or not key:
        raise ValueError(f'source "{source}" is no address of a file in S3: s3://<bucket>/<key>')
    try:
        etag: str = boto3.client("s3").head_object(Bucket=bucket, Key=key)["ETag"]
    except ClientError as error:
        raise RuntimeError(f"{source} can't be read: {error}") from error
    return etag.strip('"')


@dsl.component(base_image=PYTHON_IMAGE, packages_to_install=KUBERNETES)
def find_serving(namespace: str, service: str) -> str:
    """Address of the model that an InferenceService serves; nothing where there is none. Never cached."""
    from kubernetes import client, config

    config.load_config()
    try:
        served = client.CustomObjectsApi().get_namespaced_custom_object(
            "serving.kserve.io", "v1beta1", namespace, "inferenceservices", service
        )
    except client.ApiException as error:
        if error.status != 404:
            raise
        return ""
    return str(served["spec"]["predictor"].get("model", {}).get("storageUri", ""))


@dsl.component(base_image=PYTHON_IMAGE, packages_to_install=S3)
def ingest(source: str, etag: str, data: Output[Dataset]) -> int:
    """Copies the very version that was found into the run's artifacts; cached by that version."""
    import csv
    from pathlib import Path

    import boto3
    from botocore.exceptions import ClientError

    bucket, _, key = source.removeprefix("s3://").partition("/")
    try:
        answer = boto3.client("s3").get_object(Bucket=bucket, Key=key, IfMatch=etag)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 412:
            raise
        raise RuntimeError(f"{source} changed while the run began: start it again") from error
    Path(data.path).write_bytes(answer["Body"].read())
    with Path(data.path).open(encoding="utf-8", newline="") as text:
        rows = csv.reader(text)
        columns = next(rows, [])
        count = sum(1 for _ in rows)
    data.metadata.update({"source": source, "etag": etag, "format": "csv", "columns": columns, "rows": count})
    return count


@dsl.component(base_image=PYTHON_IMAGE, packages_to_install=[*S3, *TABLES])
def validate(
    data: Input[Dataset],
    schema: dict[str, Any],
    serving_uri: str,
    drift_limit: float,
    valid: Output[Dataset],
    statistics: Output[Artifact],
) -> float:
    """Refuses data that are not what the schema says, or far from what the serving model learned from.

    The number is the largest population stability index of a feature: 0 without a model to compare with; from
    0.25 on, people call it another population.
    """
    import json
    from pathlib import Path

    import boto3
    import numpy as np
    import pandas as pd
    from botocore.exceptions import ClientError

    # As text, so that a message can show what is written there. Rows are counted from 1, after the header.
    text = pd.read_csv(data.path, dtype=str, keep_default_na=False)
    identity, label = schema["id"], schema["label"]
    features = [rule["name"] for rule in schema["features"]]
    wanted = [identity, *features, label]
    if sorted(text.columns) != sorted(wanted):
        missing = ", ".join(sorted(set(wanted) - set(text.columns))) or "none"
        unknown = ", ".join(sorted(set(text.columns) - set(wanted))) or "none"
        raise ValueError(f"the data are refused: missing columns: {missing}; unknown columns: {unknown}")
    if text.empty:
        raise ValueError("the data are refused: there are no rows")

    problems: list[str] = []

    def note(column: str, wrong: Any, why: str) -> None:
        problems.extend(
            f'column {column}, row {row + 1}: "{text[column].iloc[row]}" {why}'
            for row in np.flatnonzero(wrong)
        )

    table = pd.DataFrame({identity: text[identity]})
    note(identity, (text[identity] == "").to_numpy(), "is empty")
    note(identity, text[identity].duplicated().to_numpy(), "was there before")
    for rule in [*schema["features"], {"name": label, "type": "integer", "values": [0, 1]}]:
        name = rule["name"]
        empty = (text[name] == "").to_numpy()
        values = pd.to_numeric(text[name].mask(empty), errors="coerce").astype(float)
        number = np.isfinite(values.to_numpy())
        note(name, ~number & ~empty, "is no number")
        if rule["type"] == "integer":
            note(name, number & (values % 1 != 0).to_numpy(), "is no whole number")
        if "values" in rule:
            choices = ", ".join(f"{value:g}" for value in rule["values"])
            note(name, number & ~values.isin(rule["values"]).to_numpy(), f"is not one of {choices}")
        lowest, highest = rule.get("minimum", -np.inf), rule.get("maximum", np.inf)
        note(name, number & (values < lowest).to_numpy(), f"is below {lowest:g}")
        note(name, number & (values > highest).to_numpy(), f"is above {highest:g}")
        if empty.mean() > rule.get("missing", 0.0):
            row = int(np.flatnonzero(empty)[0]) + 1
            allowed = rule.get("missing", 0.0)
            problems.append(
                f"column {name}, row {row}: {empty.mean():.1%} of the rows have no value, {allowed:.1%} may"
            )
        table[name] = values
    if table[label].nunique() < 2:
        problems.append(f"column {label}, row 1: all rows have the same value, there is nothing to learn")
    if problems:
        more = f" (and {len(problems) - 10} more)" if len(problems) > 10 else ""
        raise ValueError(f"the data are refused: {'; '.join(problems[:10])}{more}")

    def shares(values: Any, edges: list[float]) -> list[float]:
        counts = np.bincount(np.searchsorted(edges, values, side="left"), minlength=len(edges) + 1)
        return [float(count) / max(1, len(values)) for count in counts]

    reference: dict[str, Any] = {}
    if serving_uri.startswith("s3://"):
        bucket, _, prefix = serving_uri.removeprefix("s3://").partition("/")
        key = f"{prefix.rstrip('/')}/statistics.json"
        try:
            body = boto3.client("s3").get_object(Bucket=bucket, Key=key)["Body"]
            reference = json.loads(body.read())["features"]
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
                raise
    known: dict[str, Any] = {}
    drift: dict[str, float] = {}
    for name in features:
        values = table[name].dropna().to_numpy()
        edges = [float(edge) for edge in np.unique(np.quantile(values, np.linspace(0.1, 0.9, 9)))]
        known[name] = {
            "edges": edges,
            "shares": shares(values, edges),
            "missing": float(table[name].isna().mean()),
        }
        if name in reference:
            # A bin that one side never fell into would make the index infinite.
            before = np.maximum(reference[name]["shares"], 1e-4)
            now = np.maximum(shares(values, reference[name]["edges"]), 1e-4)
            drift[name] = float(np.sum((now - before) * np.log(now / before)))
    far = {name: index for name, index in drift.items() if index > drift_limit}
    if far:
        which = "; ".join(
            f"column {name}, all rows: stability index {index:.2f}" for name, index in far.items()
        )
        raise ValueError(
            f"the data are refused: they are not those that {serving_uri} learned from: {which}, "
            f"drift_limit is {drift_limit}. Raise it where the change is meant"
        )

    table[wanted].to_csv(valid.path, index=False)
    Path(statistics.path).write_text(json.dumps({"rows": len(table), "features": known}), encoding="utf-8")
    valid.metadata.update({"rows": len(table), "format": "csv", "columns": wanted})
    statistics.metadata.update({"rows": len(table), "drift": drift})
    return max(drift.values(), default=0.0)


@dsl.component(base_image=PYTHON_IMAGE, packages_to_install=TABLES)
def split(
    valid: Input[Dataset],
    schema: dict[str, Any],
    test_share: float,
    train_data: Output[Dataset],
    test_data: Output[Dataset],
) -> None:
    """Puts each row on one side by its id: no model ever learns from what the next one is measured on."""
    import hashlib

    import pandas as pd

    table = pd.read_csv(valid.path, dtype={schema["id"]: str})
    draw = [int(hashlib.sha256(one.encode()).hexdigest()[:8], 16) / 2**32 for one in table[schema["id"]]]
    testing = pd.Series(draw, index=table.index) < test_share
    for output, part in ((train_data, table[~testing]), (test_data, table[testing])):
        if part[schema["label"]].nunique() < 2:
            raise ValueError(f"{len(part)} rows of one label are too few to learn or measure with")
        part.to_csv(output.path, index=False)
        output.metadata.update({"rows": len(part), "format": "csv"})
