"""The program that the TrainJob runs: learns from a table in S3 who leaves, and puts the model where models are.

It runs in KServe's image of its scikit-learn server, so that the model is read by the very versions that wrote it. What
it measured is beside the model, in metadata.json; the last thing that it writes is the model itself.
"""

import argparse
import hashlib
import io
import json
from dataclasses import dataclass

import boto3
import joblib
import numpy as np
import pandas as pd
import sklearn
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import Pipeline, make_pipeline

IDENTITY, LABEL = "customer_id", "churned"


@dataclass(frozen=True)
class Trained:
    """A model, and how good it is on rows that it has not seen."""

    model: Pipeline
    auc: float
    features: list[str]


def split_address(address: str) -> tuple[str, str]:
    """Bucket and key of `s3://<bucket>/<key>`."""
    bucket, _, key = address.removeprefix("s3://").partition("/")
    if not address.startswith("s3://") or not key:
        raise SystemExit(f'"{address}" is no address in S3: s3://<bucket>/<key>')
    return bucket, key


def read(source: str, etag: str) -> pd.DataFrame:
    """The version of the table that the pipeline found."""
    bucket, key = split_address(source)
    body = boto3.client("s3").get_object(Bucket=bucket, Key=key, IfMatch=etag)["Body"].read()
    return pd.read_csv(io.BytesIO(body), dtype={IDENTITY: str})


def train(table: pd.DataFrame, trees: int) -> Trained:
    """Learns from three quarters of the rows, and is measured on the others: which, goes by the id."""
    features = [name for name in table.columns if name not in (IDENTITY, LABEL)]
    digests = [int(hashlib.sha256(one.encode()).hexdigest()[:8], 16) for one in table[IDENTITY]]
    testing = np.array(digests) < 2**30
    values, labels = table[features].to_numpy(float), table[LABEL].to_numpy(int)
    forest = RandomForestClassifier(n_estimators=trees, min_samples_leaf=5, random_state=7)
    model = make_pipeline(SimpleImputer(strategy="median"), forest)
    model.fit(values[~testing], labels[~testing])
    chances = model.predict_proba(values[testing])[:, 1]
    return Trained(model, float(roc_auc_score(labels[testing], chances)), features)


def write(trained: Trained, output: str, source: str, etag: str) -> None:
    """Puts the model and what is known of it below an address."""
    bucket, prefix = split_address(output)
    content = io.BytesIO()
    joblib.dump(trained.model, content)
    about = {
        "features": trained.features,
        "label": LABEL,
        "auc": trained.auc,
        "source": source,
        "etag": etag,
        "sha256": hashlib.sha256(content.getvalue()).hexdigest(),
        "versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
    }
    s3 = boto3.client("s3")
    key = prefix.rstrip("/")
    s3.put_object(Bucket=bucket, Key=f"{key}/metadata.json", Body=json.dumps(about, indent=2).encode())
    s3.put_object(Bucket=bucket, Key=f"{key}/model.joblib", Body=content.getvalue())


def main(arguments: list[str] | None = None) -> None:
    """Runs the program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", required=True, help="the table: s3://<bucket>/<key>")
    parser.add_argument("--etag", required=True, help="the version of the table")
    parser.add_argument("--output", required=True, help="the model's folder: s3://<bucket>/<prefix>")
    parser.add_argument("--trees", type=int, default=100)
    options = parser.parse_args(arguments)
    trained = train(read(options.source, options.etag), options.trees)
    write(trained, options.output, options.source, options.etag)
    print(f"auc={trained.auc:.4f} model={options.output}", flush=True)


if __name__ == "__main__":
    main()
