"""What the notebook does behind its few lines: reads the table, runs the pipeline, reads what came of it.

It needs the PodDefaults `access-ml-pipeline` (a token for KFP) and `access-s3` (where the tenant's folders are).
"""

import io
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import boto3
import pandas as pd
from kfp.client import Client
from kfp.client.set_volume_credentials import ServiceAccountTokenVolumeCredentials

ENDPOINT = "http://ml-pipeline.kubeflow.svc.cluster.local:8888"
"""KFP's API inside of the cluster, where KF_PIPELINES_ENDPOINT doesn't say otherwise."""

PIPELINE = "train-and-evaluate"
"""The pipeline of ../pipeline, which is deployed in the tenant's namespace."""

ENDS = frozenset({"SUCCEEDED", "FAILED", "SKIPPED", "CANCELED"})
"""States that a run doesn't leave. The client's own wait goes on after CANCELED until its time is over."""


@dataclass(frozen=True)
class Tenant:
    """Where a notebook's tenant has its things."""

    namespace: str
    artifacts: str
    models: str


def tenant(environment: Mapping[str, str] | None = None) -> Tenant:
    """The tenant of this notebook, from the variables that Kubeflow and the PodDefault set."""
    variables = os.environ if environment is None else environment
    missing = [name for name in ("NB_PREFIX", "ARTIFACTS_URI", "MODELS_URI") if not variables.get(name)]
    if missing:
        raise RuntimeError(
            f"{', '.join(missing)} not set: run this in a Kubeflow notebook with the configuration access-s3"
        )
    # NB_PREFIX is /notebook/<namespace>/<name>.
    return Tenant(
        namespace=variables["NB_PREFIX"].split("/")[2],
        artifacts=variables["ARTIFACTS_URI"],
        models=variables["MODELS_URI"],
    )


def read_table(source: str) -> pd.DataFrame:
    """The table that the pipeline learns from."""
    bucket, _, key = source.removeprefix("s3://").partition("/")
    return pd.read_csv(io.BytesIO(boto3.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()))


def churn_by(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """How many there are and how many of them leave, by a column's values."""
    grouped = table.groupby(column)["churned"]
    return pd.DataFrame({"customers": grouped.size(), "leave": grouped.mean().round(3)})


def connect(namespace: str) -> Client:
    """A client of KFP that says who it is by the token of access-ml-pipeline."""
    return Client(
        host=os.environ.get("KF_PIPELINES_ENDPOINT", ENDPOINT),
        namespace=namespace,
        credentials=ServiceAccountTokenVolumeCredentials(),
    )


def submit(client: Client, namespace: str, experiment: str, parameters: Mapping[str, Any]) -> str:
    """Starts the newest version of the deployed pipeline; hands back the run's id."""
    predicate = {"operation": 1, "key": "display_name", "stringValue": PIPELINE}
    found = client.list_pipelines(
        namespace=namespace, filter=json.dumps({"predicates": [predicate]})
    ).pipelines
    if not found:
        raise RuntimeError(
            f'there is no pipeline "{PIPELINE}" in {namespace}: deploy the example pipeline first'
        )
    pipeline_id = found[0].pipeline_id
    versions = client.list_pipeline_versions(pipeline_id, sort_by="created_at desc", page_size=1)
    run = client.run_pipeline(
        experiment_id=client.create_experiment(experiment, namespace=namespace).experiment_id,
        job_name=f"{PIPELINE} from a notebook",
        pipeline_id=pipeline_id,
        version_id=versions.pipeline_versions[0].pipeline_version_id,
        params=dict(parameters),
    )
    return str(run.run_id)


def wait(client: Client, run_id: str, seconds: float, pause: float = 5) -> str:
    """Waits for the end of a run and hands back its state; other ends than success are errors."""
    deadline = time.monotonic() + seconds
    while True:
        run = client.get_run(run_id)
        if run.state in ENDS:
            break
        if time.monotonic() > deadline:
            raise TimeoutError(f"run {run_id} is {run.state} after {seconds:g} s; it goes on")
        time.sleep(pause)
    if run.state != "SUCCEEDED":
        reason = getattr(run.error, "message", None) or "its page has the logs of each step"
        raise RuntimeError(f"run {run_id} is {run.state}: {reason}")
    return str(run.state)


def models(folder: str, service: str) -> pd.DataFrame:
    """The models that were registered, the newest first."""
    bucket, _, prefix = folder.removeprefix("s3://").partition("/")
    s3 = boto3.client("s3")
    rows = []
    pages = s3.get_paginator("list_objects_v2").paginate(
        Bucket=bucket, Prefix=f"{prefix.rstrip('/')}/{service}/"
    )
    for one in (one for page in pages for one in page.get("Contents", [])):
        if one["Key"].endswith("/metadata.json"):
            about = json.loads(s3.get_object(Bucket=bucket, Key=one["Key"])["Body"].read())
            made = {"version": about["version"], "auc": round(about["auc"], 4), "rows": about["rows"]}
            rows.append({**made, "made": one["LastModified"]})
    table = pd.DataFrame(rows, columns=["version", "auc", "rows", "made"])
    return table.sort_values("made", ascending=False, ignore_index=True)
