"""The model that the pipeline made, behind both protocols: the answers are scikit-learn's own."""

import io
import json
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from conftest import EXAMPLE, Pair, Server, Versions
from kfp_steps import PIPELINE, pipeline_modules
from kserve import InferInput, InferRequest

from model import BadModel, read_model

FEATURES = [
    "tenure_months",
    "contract_months",
    "monthly_charge",
    "support_calls",
    "late_payments",
    "data_gib",
]
ROW = [3, 1, 99.5, 5, 2, 12.0]
V1, V2 = "/v1/models/churn:predict", "/v2/models/churn/infer"


def ask(
    server: Server, path: str, body: Any = None, headers: dict[str, str] | None = None
) -> tuple[int, Any, dict[str, str]]:
    """Status, JSON and headers of an answer."""
    content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(  # noqa: S310
        server.url + path, content, {"Content-Type": "application/json", **(headers or {})}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return answer.status, json.load(answer), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error), dict(error.headers)


def estimator(s3: Any, uri: str) -> Any:
    """scikit-learn's object, as the pipeline registered it."""
    bucket, _, prefix = uri.removeprefix("s3://").partition("/")
    return joblib.load(io.BytesIO(s3.get_object(Bucket=bucket, Key=f"{prefix}/model.joblib")["Body"].read()))


def whole(rows: list[Any]) -> dict[str, Any]:
    """One tensor with all features."""
    return {"name": "features", "datatype": "FP64", "shape": [len(rows), 6], "data": rows}


def columns(rows: list[Any]) -> list[dict[str, Any]]:
    """A tensor for each feature, in another order than the model's."""
    return [
        {"name": name, "datatype": "FP64", "shape": [len(rows)], "data": [row[index] for row in rows]}
        for index, name in reversed(list(enumerate(FEATURES)))
    ]


@pytest.mark.parametrize("which", ["stable", "canary"])
def test_both_protocols_answer_as_scikit_learn_does(
    s3: Any, versions: Versions, pair: Pair, which: str
) -> None:
    registered = versions.first if which == "stable" else versions.second
    server = pair.stable if which == "stable" else pair.canary
    rows = registered.rows
    assert len(rows) > 500
    assert any(value is None for row in rows for value in row), "missing values are part of the real thing"
    table = np.array(rows, dtype=float)
    fitted = estimator(s3, registered.uri)
    labels, shares = fitted.predict(table).tolist(), fitted.predict_proba(table)[:, 1].tolist()
    assert 0 < sum(labels) < len(labels)
    version = registered.uri.rpartition("/")[2]

    named = [dict(zip(FEATURES, row, strict=True)) for row in rows]
    for instances in (rows, named):
        status, body, headers = ask(server, V1, {"instances": instances})
        assert (status, headers["x-served-version"]) == (200, version)
        assert body == {"predictions": labels, "probabilities": shares, "model_version": version}

    for inputs in ([whole(rows)], [whole([value for row in rows for value in row])], columns(rows)):
        if inputs[0]["name"] == "features":
            inputs[0]["shape"] = [len(rows), 6]
        status, body, headers = ask(server, V2, {"id": "call-7", "inputs": inputs})
        assert (status, headers["x-served-version"]) == (200, version)
        assert (body["id"], body["model_name"], body["model_version"]) == ("call-7", "churn", version)
        found = {one["name"]: one for one in body["outputs"]}
        assert (found["label"]["datatype"], found["label"]["shape"]) == ("INT64", [len(rows)])
        assert found["label"]["data"] == labels
        assert found["probability"]["data"] == shares


def test_the_two_versions_answer_differently(pair: Pair, versions: Versions) -> None:
    bodies = [ask(server, V1, {"instances": versions.first.rows})[1] for server in (pair.stable, pair.canary)]
    assert bodies[0]["probabilities"] != bodies[1]["probabilities"]
    assert bodies[0]["model_version"] != bodies[1]["model_version"]


def test_tensors_in_binary_form_are_taken(pair: Pair, versions: Versions) -> None:
    rows = [row for row in versions.first.rows if None not in row][:20]
    tensor = InferInput("features", [len(rows), 6], "FP32")
    tensor.set_data_from_numpy(np.array(rows, dtype=np.float32), binary_data=True)
    content, length = InferRequest("churn", [tensor]).to_rest()
    headers = {"Content-Type": "application/octet-stream", "Inference-Header-Content-Length": str(length)}
    status, body, _ = ask(pair.stable, V2, content, headers)
    assert status == 200
    rounded = np.array(rows, dtype=np.float32).astype(float).tolist()
    assert body["outputs"] == ask(pair.stable, V2, {"inputs": [whole(rounded)]})[1]["outputs"]


def test_one_output_may_be_asked_for(pair: Pair) -> None:
    status, body, _ = ask(pair.stable, V2, {"inputs": [whole([ROW])], "outputs": [{"name": "probability"}]})
    assert (status, [one["name"] for one in body["outputs"]]) == (200, ["probability"])
    status, body, _ = ask(pair.stable, V2, {"inputs": [whole([ROW])], "outputs": [{"name": "score"}]})
    assert (status, "'score'" in body["error"]) == (400, True)


def test_metadata_say_what_is_taken(pair: Pair) -> None:
    status, body, _ = ask(pair.stable, "/v2/models/churn")
    assert status == 200
    assert body["inputs"] == [{"name": "features", "datatype": "FP64", "shape": [-1, 6]}]
    assert [one["name"] for one in body["outputs"]] == ["label", "probability"]
    assert ask(pair.stable, V1.replace("churn", "other"), {"instances": [ROW]})[0] == 404


@pytest.mark.parametrize(
    ("path", "body", "reason"),
    [
        (V1, {"rows": [ROW]}, 'no JSON object with "instances"'),
        (V1, {"instances": []}, 'no JSON object with "instances"'),
        (V1, {"instances": [ROW, ROW[:5]]}, "instance 1 has 5 values, 6 are wanted: tenure_months"),
        (V1, {"instances": [[*ROW[:5], "12"]]}, "instance 0, data_gib: '12' is no number"),
        (V1, {"instances": [[*ROW[:5], True]]}, "instance 0, data_gib: True is no number"),
        (V1, {"instances": ["x"]}, "instance 0 is neither a list of 6 numbers nor"),
        (
            V1,
            {"instances": [{**dict(zip(FEATURES[1:], ROW[1:], strict=True)), "tenure": 3}]},
            "instance 0: missing features: tenure_months; unknown: tenure",
        ),
        (V1, b"{", "Unrecognized request format"),
        (V2, {"inputs": [{**whole([ROW]), "name": "input-0"}]}, "missing: contract_months, data_gib"),
        (V2, {"inputs": columns([ROW])[1:]}, "missing: data_gib; unknown: none; twice: none"),
        (V2, {"inputs": [*columns([ROW]), columns([ROW])[0]]}, "twice: data_gib"),
        (V2, {"inputs": [*columns([ROW])[1:], columns([ROW, ROW])[0]]}, "different numbers of rows"),
        (V2, {"inputs": [{**whole([ROW]), "shape": [1, 5]}]}, "has shape [1, 5]; [n, 6] is wanted"),
        (V2, {"inputs": [{**whole([ROW]), "shape": [2, 6]}]}, "has 6 values, and its shape [2, 6] is for 12"),
        (V2, {"inputs": [{**whole([ROW]), "datatype": "BYTES"}]}, "has datatype BYTES; numbers are wanted"),
        (V2, {"inputs": [whole([[*ROW[:5], "x"]])]}, "tensor \"features\", value 5: 'x' is no number"),
        (V2, {"inputs": []}, "inputs are either one tensor"),
        (
            V2,
            {"instances": [ROW]},
            "the body is no inference request: body.InferenceRequest.inputs: Field required",
        ),
    ],
)
def test_wrong_input_is_the_callers_mistake(pair: Pair, path: str, body: Any, reason: str) -> None:
    """Status 400, one line, and nothing of the server's inside."""
    status, answer, _ = ask(pair.stable, path, body)
    assert (status, list(answer)) == (400, ["error"]), answer
    assert reason in answer["error"]
    assert "\n" not in answer["error"]
    assert "Traceback" not in answer["error"]


def test_any_content_type_of_json_will_do(pair: Pair) -> None:
    """KServe itself takes no other than the bare `application/json`."""
    for kind in ("application/json; charset=utf-8", "text/plain"):
        assert ask(pair.stable, V1, {"instances": [ROW]}, {"Content-Type": kind})[0] == 200
    assert ask(pair.stable, V1, b"tenure=3", {"Content-Type": "text/plain"})[0] == 400


def metrics(server: Server) -> dict[str, float]:
    """Values by name and labels."""
    with urllib.request.urlopen(f"{server.url}/metrics", timeout=30) as answer:  # noqa: S310
        text = answer.read().decode()
    return {name: float(value) for name, value in re.findall(r"^(\w+(?:\{.*\})?) (\S+)$", text, re.MULTILINE)}


def test_metrics_count_answers_and_refusals(pair: Pair, versions: Versions) -> None:
    version = versions.second.uri.rpartition("/")[2]
    own = f'model_name="churn",model_version="{version}"'
    before = metrics(pair.canary)
    assert before[f"model_info{{{own}}}"] == 1
    rows = [[*ROW[:5], None], *versions.second.rows[:49]]
    labels = ask(pair.canary, V1, {"instances": rows})[1]["predictions"]
    assert ask(pair.canary, V2, {"inputs": [whole([ROW])], "outputs": [{"name": "label"}]})[0] == 200
    assert ask(pair.canary, V1, {"instances": [ROW[:2]]})[0] == 400
    last = ask(pair.canary, V1, {"instances": [ROW]})[1]["predictions"]
    after = metrics(pair.canary)

    def more(name: str) -> float:
        return after[name] - before.get(name, 0)

    answered = [*labels, *last, *last]
    for label in (0, 1):
        ordered = f'label="{label}",{own}'
        assert more(f"model_predictions_total{{{ordered}}}") == answered.count(label)
    assert more(f"model_refused_requests_total{{{own}}}") == 1
    missing = sum(row[5] is None for row in rows)
    assert more(f'model_missing_values_total{{feature="data_gib",{own}}}') == missing
    # KServe's own: one for each request that the model was asked, the refused one among them.
    assert more('request_predict_seconds_count{model_name="churn"}') == 4


def test_a_model_that_is_not_what_was_registered_is_not_loaded(
    s3: Any, versions: Versions, tmp_path: Path
) -> None:
    """Another file than the digest's, other classes or another scikit-learn, and no model at all."""
    bucket, _, prefix = versions.first.uri.removeprefix("s3://").partition("/")
    for name in ("model.joblib", "metadata.json"):
        s3.download_file(bucket, f"{prefix}/{name}", str(tmp_path / name))
    about = json.loads((tmp_path / "metadata.json").read_text())
    assert read_model(tmp_path).version == about["version"] == prefix.rpartition("/")[2]

    for change, reason in (
        (
            {"versions": {**about["versions"], "scikit-learn": "1.4.0"}},
            "written by scikit-learn 1.4.0, and this is",
        ),
        ({"classes": [0, 2]}, r"classes are \[0, 1\], metadata.json says \[0, 2\]"),
        ({"sha256": "0" * 64}, "metadata.json says 0000"),
    ):
        (tmp_path / "metadata.json").write_text(json.dumps({**about, **change}))
        with pytest.raises(BadModel, match=reason):
            read_model(tmp_path)
    done = subprocess.run(
        [sys.executable, str(EXAMPLE / "serve.py"), "--model_dir", str(tmp_path / "nowhere")],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1
    assert "nowhere" in done.stderr.splitlines()[-1], done.stderr


def test_what_learns_and_what_serves_have_the_same_libraries() -> None:
    with pipeline_modules() as module:
        learning = set(module("images").LEARNING)
    pinned = set((EXAMPLE / "requirements.in").read_text().splitlines())
    assert learning <= pinned, f"{PIPELINE.name} trains with {sorted(learning - pinned)}"


def test_is_reached_at_the_loopback_address_alone(pair: Pair) -> None:
    with socket.create_connection(("127.0.0.1", pair.stable.port), timeout=5):
        pass
    # Whatever listens on all addresses answers at this one too.
    with socket.socket() as other:
        other.settimeout(5)
        assert other.connect_ex(("127.0.0.2", pair.stable.port)) != 0
