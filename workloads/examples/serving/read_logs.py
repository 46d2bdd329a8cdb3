"""Reads what KServe's agent kept of requests and answers in S3, and says whether callers are whom the model knew.

KServe 0.16 writes a JSON object for each request and one for each answer with status 200, to
`<namespace>/<model>/<component>/<folder>/<id>-request.json` and `-response.json` (pkg/logger/store.go); later versions
write a list of such objects. Both are read.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import numpy as np
from numpy.typing import NDArray

from inputs import BadInput, decode_bytes, from_json

KINDS = {
    "org.kubeflow.serving.inference.request": "request",
    "org.kubeflow.serving.inference.response": "response",
}

READERS = 16
"""Objects that are fetched at a time."""


class BadLog(RuntimeError):
    """What can't be read as a log, or a reference for it."""


@dataclass(frozen=True)
class Exchange:
    """A request and its answer, as JSON; none is not there, or no JSON."""

    id: str
    service: str
    """The InferenceService: a canary's is `<name>-canary`."""
    request: Any
    response: Any


def split_uri(uri: str) -> tuple[str, str]:
    """Bucket and prefix of an address, the prefix with a slash at its end."""
    bucket, _, prefix = uri.removeprefix("s3://").partition("/")
    if not uri.startswith("s3://") or not bucket or not prefix.strip("/"):
        raise BadLog(f'"{uri}" is no folder in S3: s3://<bucket>/<folder>')
    return bucket, prefix.rstrip("/") + "/"


def read_records(s3: Any, uri: str, since: datetime | None = None) -> Iterator[dict[str, Any]]:
    """All records of a folder, those written since then where that is said, in the order of their keys."""
    bucket, prefix = split_uri(uri)
    keys = [
        item["Key"]
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        for item in page.get("Contents", [])
        if item["Key"].endswith(".json") and (since is None or item["LastModified"] >= since)
    ]

    def read(key: str) -> list[dict[str, Any]]:
        try:
            found = json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
            records = found if isinstance(found, list) else [found]
            return [{**record, "kind": KINDS[record["ReqType"]]} for record in records]
        except (KeyError, TypeError, ValueError) as error:
            raise BadLog(f"s3://{bucket}/{key} is no record of KServe's agent: {error!r}") from error

    with ThreadPoolExecutor(READERS) as readers:
        for records in readers.map(read, keys):
            yield from records


def pair(records: Iterator[dict[str, Any]]) -> list[Exchange]:
    """Requests with their answers: the two have the same id, which a caller may choose by the header `Ce-Id`."""
    kept: dict[tuple[str, str], dict[str, Any]] = {}
    for record in records:
        content = _body(record)
        kept.setdefault((record["InferenceService"], record["Id"]), {})[record["kind"]] = content
    return [
        Exchange(name, service, halves.get("request"), halves.get("response"))
        for (service, name), halves in sorted(kept.items())
    ]


def _body(record: Mapping[str, Any]) -> Any:
    # Callers send what they like, tensors in binary form among it.
    try:
        return json.loads(decode_bytes(record["Bytes"] or ""))
    except ValueError:
        return None


def labels_of(response: Any) -> list[Any]:
    """What was answered: `predictions`, or the tensor `label` or else the first one."""
    if not isinstance(response, dict):
        return []
    outputs = response.get("outputs")
    if isinstance(outputs, list) and outputs:
        named = [one for one in outputs if one.get("name") == "label"]
        return list((named or outputs)[0].get("data", []))
    return list(response.get("predictions", []))


def stability_index(values: NDArray[np.float64], edges: Sequence[float], before: Sequence[float]) -> float:
    """Population stability index of values against the shares that they had: as the pipeline's step reckons it."""
    counts = np.bincount(np.searchsorted(edges, values, side="left"), minlength=len(edges) + 1)
    # A bin that one side never fell into would make the index infinite.
    now = np.maximum(counts / max(1, len(values)), 1e-4)
    past = np.maximum(before, 1e-4)
    return float(np.sum((now - past) * np.log(now / past)))


def compare(
    exchanges: Sequence[Exchange], about: Mapping[str, Any], known: Mapping[str, Any]
) -> dict[str, Any]:
    """What is reported: counts, answers by label and model, and each feature against the training data."""
    features = list(about["features"])
    tables = []
    refused = 0
    for exchange in exchanges:
        if exchange.request is None:
            continue
        try:
            tables.append(from_json(exchange.request, features))
        except BadInput:
            refused += 1
    rows = np.concatenate(tables) if tables else np.empty((0, len(features)))
    drift = {}
    for index, name in enumerate(features):
        column = rows[:, index]
        present = column[~np.isnan(column)]
        reference = known[name]
        drift[name] = {
            "stabilityIndex": round(stability_index(present, reference["edges"], reference["shares"]), 4),
            "missing": round(float(np.isnan(column).mean()) if len(column) else 0.0, 4),
            "missingInTraining": round(float(reference["missing"]), 4),
        }
    labels = Counter(str(label) for one in exchanges for label in labels_of(one.response))
    answered = [one for one in exchanges if isinstance(one.response, dict)]
    return {
        "model": f"{about['name']} {about['version']}",
        "exchanges": len(exchanges),
        "withoutRequest": sum(one.request is None for one in exchanges),
        "withoutAnswer": sum(one.response is None for one in exchanges),
        "notOfThisModel": refused,
        "rows": len(rows),
        "services": dict(Counter(one.service for one in exchanges)),
        "versions": dict(Counter(str(one.response.get("model_version") or "unknown") for one in answered)),
        "labels": dict(sorted(labels.items())),
        "features": drift,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Reads, reports as JSON, and judges."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--logs", required=True, help="s3://<bucket>/<namespace>/<model>/predictor/requests")
    parser.add_argument(
        "--model", required=True, help="s3://<models>/<namespace>/<name>/<version>, the reference"
    )
    parser.add_argument("--hours", type=float, help="what was written in the last hours only; default: all")
    parser.add_argument(
        "--drift-limit", type=float, default=0.25, help="highest stability index of a feature"
    )
    parser.add_argument("--least-rows", type=int, default=500, help="fewer rows than this are not judged")
    options = parser.parse_args(arguments)
    s3 = boto3.client("s3")
    since = None if options.hours is None else datetime.now(UTC) - timedelta(hours=options.hours)
    try:
        bucket, prefix = split_uri(options.model)
        about, statistics = (
            json.loads(s3.get_object(Bucket=bucket, Key=prefix + name)["Body"].read())
            for name in ("metadata.json", "statistics.json")
        )
        report = compare(pair(read_records(s3, options.logs, since)), about, statistics["features"])
    except (BadLog, s3.exceptions.NoSuchKey, s3.exceptions.NoSuchBucket) as error:
        parser.error(str(error))
    print(json.dumps(report, indent=2), flush=True)
    if report["rows"] < options.least_rows:
        print(f"{report['rows']} rows are too few to judge by, {options.least_rows} are wanted", flush=True)
        return 0
    far = {
        name: one["stabilityIndex"]
        for name, one in report["features"].items()
        if one["stabilityIndex"] > options.drift_limit
    }
    if far:
        which = ", ".join(f"{name} {index:.2f}" for name, index in far.items())
        print(f"callers are not whom {report['model']} learned from: {which}; {options.drift_limit:g} may be")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
