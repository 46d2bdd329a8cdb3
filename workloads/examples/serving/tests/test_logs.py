"""The request log, as KServe's agent writes it, read back and held against the training data."""

import base64
import csv
import io
import itertools
import json
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Versions
from kfp_steps import customers_csv, drift_of

from load import FEATURES, customers
from read_logs import BadLog, Exchange, labels_of, main, pair, read_records

FOLDER = "team-a/{service}/predictor/requests"


def record(service: str, kind: str, name: str, body: Any) -> dict[str, Any]:
    """What Go's encoding/json makes of a LogRequest (KServe 0.16, pkg/logger/types.go)."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    url = {"Scheme": "s3", "Opaque": "", "User": None, "Host": "artifacts", "Path": "", "RawPath": ""}
    return {
        "Url": url,
        "Bytes": base64.b64encode(content).decode(),
        "ContentType": "application/json",
        "ReqType": f"org.kubeflow.serving.inference.{kind}",
        "Id": name,
        "SourceUri": {**url, "Scheme": "", "Host": "", "Path": "localhost:9081"},
        "InferenceService": service,
        "Namespace": "team-a",
        "Component": "predictor",
        "Endpoint": "",
        "Metadata": {},
        "Annotations": None,
        "CertName": "",
        "TlsSkipVerify": False,
    }


def keep(s3: Any, service: str, request: Any, response: Any = None, name: str = "") -> str:
    """Writes a request and its answer, where there is one, as the agent does: an object each."""
    name = name or str(uuid.uuid4())
    for kind, body in (("request", request), ("response", response)):
        if body is not None:
            key = f"{FOLDER.format(service=service)}/{name}-{kind}.json"
            s3.put_object(
                Bucket="artifacts", Key=key, Body=json.dumps(record(service, kind, name, body)).encode()
            )
    return name


def rows_of(table: bytes) -> list[list[float | None]]:
    """The features of a table of customers."""
    return [
        [float(row[name]) if row[name] else None for name in FEATURES]
        for row in csv.DictReader(io.StringIO(table.decode()))
    ]


def in_v1(rows: list[list[float | None]]) -> dict[str, Any]:
    """A request of the first protocol."""
    return {"instances": rows}


def in_v2(rows: list[list[float | None]]) -> dict[str, Any]:
    """A request of the second protocol."""
    data = [value for row in rows for value in row]
    return {"inputs": [{"name": "features", "datatype": "FP64", "shape": [len(rows), 6], "data": data}]}


def read(
    capsys: pytest.CaptureFixture[str], service: str, uri: str, *more: str
) -> tuple[int, dict[str, Any], str]:
    """Exit code, report, and what is said behind it."""
    code = main(["--logs", f"s3://artifacts/{FOLDER.format(service=service)}", "--model", uri, *more])
    output = capsys.readouterr().out
    found, end = json.JSONDecoder().raw_decode(output)
    return code, found, output[end:].strip()


def test_requests_and_answers_come_back_in_pairs(s3: Any) -> None:
    """By their id; what has no answer, or no JSON, is there all the same."""
    both = keep(s3, "pairs", in_v1([[1.0] * 6]), {"predictions": [1]}, name="a")
    alone = keep(s3, "pairs", in_v1([[2.0] * 6]), name="b")
    binary = keep(s3, "pairs", b"\x00\xff", {"outputs": []}, name="c")
    prefix = FOLDER.format(service="pairs")
    s3.put_object(Bucket="artifacts", Key=f"{prefix}/notes.txt", Body=b"not of the log")
    # KServe from 0.17 on writes lists, of several records where it is told to.
    batch = [
        record("pairs", "request", "d", in_v1([[3.0] * 6])),
        record("pairs", "response", "d", {"predictions": [0]}),
    ]
    s3.put_object(Bucket="artifacts", Key=f"{prefix}/d-response.json", Body=json.dumps(batch).encode())

    found = pair(read_records(s3, f"s3://artifacts/{prefix}"))
    assert [one.id for one in found] == [both, alone, binary, "d"]
    assert found[0] == Exchange("a", "pairs", {"instances": [[1.0] * 6]}, {"predictions": [1]})
    assert (found[1].request, found[1].response) == ({"instances": [[2.0] * 6]}, None)
    assert (found[2].request, found[2].response) == (None, {"outputs": []})
    assert labels_of(found[3].response) == [0]
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert list(read_records(s3, f"s3://artifacts/{prefix}", since=tomorrow)) == []


def test_what_is_no_log_is_named(s3: Any) -> None:
    s3.put_object(Bucket="artifacts", Key="team-a/other/x.json", Body=b'{"a": 1}')
    with pytest.raises(BadLog, match=r"s3://artifacts/team-a/other/x\.json is no record of KServe's agent"):
        list(read_records(s3, "s3://artifacts/team-a/other"))
    with pytest.raises(BadLog, match="is no folder in S3"):
        list(read_records(s3, "artifacts/team-a"))


def test_callers_are_held_against_the_training_data(
    s3: Any, versions: Versions, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same index as the pipeline's own step reckons, for callers like those and for others."""
    uri = versions.first.uri
    version = uri.rpartition("/")[2]
    for service, shift, drifts in (("churn", 0.0, False), ("churn-canary", 30.0, True)):
        table = customers_csv(1200, seed=11, shift=shift)
        rows = rows_of(table)
        for begin in range(0, len(rows), 100):
            part = rows[begin : begin + 100]
            v1 = begin % 200 == 0
            answer: Any = {"predictions": [0] * 60 + [1] * 40, "model_version": version}
            if not v1:
                label = {"name": "label", "datatype": "INT64", "shape": [100], "data": answer["predictions"]}
                other = {"name": "probability", "datatype": "FP64", "shape": [100], "data": [0.5] * 100}
                answer = {"model_version": version, "outputs": [other, label]}
            keep(s3, service, in_v1(part) if v1 else in_v2(part), answer)
        keep(s3, service, {"instances": [[1, 2]]})

        code, found, said = read(capsys, service, uri)
        assert (found["exchanges"], found["withoutAnswer"], found["notOfThisModel"]) == (13, 1, 1)
        assert (found["rows"], found["services"]) == (1200, {service: 13})
        assert (found["labels"], found["versions"]) == ({"0": 720, "1": 480}, {version: 12})
        key = f"team-a/compare-{service}.csv"
        s3.put_object(Bucket="data", Key=key, Body=table)
        wanted = drift_of(tmp_path / service, source=f"s3://data/{key}", serving_uri=uri)
        assert {name: one["stabilityIndex"] for name, one in found["features"].items()} == pytest.approx(
            wanted, abs=1e-4
        )
        assert code == int(drifts)
        if drifts:
            assert said.startswith(f"callers are not whom churn {version} learned from: monthly_charge ")
            assert read(capsys, service, uri, "--drift-limit", "99")[0] == 0
        else:
            assert said == ""
            assert 0 < found["features"]["data_gib"]["missing"] < 0.03

    assert read(capsys, "churn-canary", uri, "--least-rows", "5000")[::2] == (
        0,
        "1200 rows are too few to judge by, 5000 are wanted",
    )
    with pytest.raises(SystemExit, match="2"):
        main(["--logs", "s3://artifacts/x", "--model", "s3://models/no/model"])
    assert "NoSuchKey" in capsys.readouterr().err


def test_the_load_is_of_customers_whom_the_model_knows(
    s3: Any, versions: Versions, capsys: pytest.CaptureFixture[str]
) -> None:
    """A canary's load leaves a log that raises no alarm; its answers are in KServe's own server's form."""
    rows = list(itertools.islice(customers(seed=7), 1500))
    output = {"name": "output-0", "datatype": "INT64", "shape": [1500], "data": [0] * 1500}
    keep(s3, "loaded", in_v2(rows), {"model_version": None, "outputs": [output]})
    code, found, said = read(capsys, "loaded", versions.second.uri)
    assert (code, said, found["rows"]) == (0, "", 1500)
    assert max(one["stabilityIndex"] for one in found["features"].values()) < 0.1
    assert (found["versions"], found["labels"]) == ({"unknown": 1}, {"0": 1500})
