"""The notebook, run for real: a kernel of its own, an S3 server, and a stand-in of KFP's API."""

import ast
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1] / "testing")]

import churn  # noqa: E402
from fake_pipelines import FakePipelines  # noqa: E402
from json_server import Json  # noqa: E402
from s3_server import s3_server  # noqa: E402

NOTEBOOK = HERE.parent / "churn.ipynb"
TOKEN = "planted-token-of-kfp-41c7"
PARAMETERS = {
    "source": "s3://artifacts/team-a/data/customers.csv",
    "models": "s3://models/team-a/",
    "namespace": "team-a",
    "service": "churn",
}


def customers(rows: int) -> bytes:
    """A table with the columns of the example pipeline's."""
    random = np.random.default_rng(7)
    contract, calls = random.choice((1, 12, 24), rows), random.poisson(2, rows)
    leaves = (random.random(rows) < np.where(contract == 1, 0.5, 0.1)).astype(int)
    lines = [f"c{at},{at % 70},{contract[at]},65.5,{calls[at]},0,20.0,{leaves[at]}" for at in range(rows)]
    names = "customer_id,tenure_months,contract_months,monthly_charge,support_calls,late_payments,data_gib,churned"
    return "\n".join([names, *lines]).encode()


@pytest.fixture(scope="module")
def s3() -> Iterator[Any]:
    """An S3 with the table; notebooks find it through AWS_ENDPOINT_URL."""
    with s3_server("artifacts", "models") as client:
        client.put_object(Bucket="artifacts", Key="team-a/data/customers.csv", Body=customers(500))
        yield client


Start = Callable[[Callable[[Json], str]], FakePipelines]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts KFP's stand-in, and sets what Kubeflow and the two PodDefaults set in a notebook's pod."""
    servers: list[FakePipelines] = []
    token = tmp_path / "token"
    token.write_text(TOKEN, encoding="utf-8")

    def begin(run: Callable[[Json], str]) -> FakePipelines:
        server = FakePipelines(TOKEN, churn.PIPELINE, "team-a", run)
        servers.append(server)
        monkeypatch.setenv("KF_PIPELINES_ENDPOINT", server.url)
        return server

    monkeypatch.setenv("KF_PIPELINES_SA_TOKEN_PATH", str(token))
    monkeypatch.setenv("NB_PREFIX", "/notebook/team-a/mine")
    monkeypatch.setenv("ARTIFACTS_URI", "s3://artifacts/team-a/")
    monkeypatch.setenv("MODELS_URI", "s3://models/team-a/")
    monkeypatch.setenv("HOME", str(tmp_path))
    yield begin
    for server in servers:
        server.close()


def read_notebook() -> Any:
    """What is committed. nbformat has types for some of its functions only."""
    library: Any = nbformat
    return library.read(NOTEBOOK, as_version=4)


def shown(notebook: Any) -> str:
    """All that the cells put out."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "\n".join(output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs)


def test_the_notebook_from_its_first_cell_to_its_last(s3: Any, start: Start) -> None:
    """It shows the data, submits the deployed pipeline's newest version as the tenant, and shows the model."""

    def register(_: Json) -> str:
        about = {"version": "0123456789", "auc": 0.87654, "rows": 375}
        body = json.dumps(about).encode()
        s3.put_object(Bucket="models", Key="team-a/churn/0123456789/metadata.json", Body=body)
        return "SUCCEEDED"

    server = start(register)
    notebook = read_notebook()
    folder = str(NOTEBOOK.parent)
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": folder}}
    ).execute()

    [run] = server.runs
    assert run["runtime_config"] == {"parameters": PARAMETERS}
    assert run["pipeline_version_reference"] == {"pipeline_id": "p1", "pipeline_version_id": "newest"}
    [experiment] = server.experiments
    assert (experiment["display_name"], experiment["namespace"]) == ("notebooks", "team-a")
    assert run["experiment_id"] == experiment["experiment_id"]
    text = shown(notebook)
    assert "500 customers of team-a" in text
    assert "contract_months" in text
    assert "run r1: SUCCEEDED" in text
    assert "0123456789" in text
    assert "0.8765" in text
    assert TOKEN not in json.dumps(notebook)


def test_a_run_that_fails_is_an_error_in_the_notebook(s3: Any, start: Start) -> None:
    """Not a table of old models."""
    assert s3 is not None
    for end in ("FAILED", "CANCELED"):

        def fail(_: Json, end: str = end) -> str:
            return end

        server = start(fail)
        client = churn.connect("team-a")
        run = churn.submit(client, "team-a", "notebooks", PARAMETERS)
        with pytest.raises(RuntimeError, match=f"run r1 is {end}: "):
            churn.wait(client, run, seconds=30, pause=0.01)
        assert server.runs[0]["state"] == end


def test_a_run_that_takes_longer_is_left_running(start: Start) -> None:
    """Who waits gets an error, the run goes on."""
    start(lambda _: "RUNNING")
    client = churn.connect("team-a")
    run = churn.submit(client, "team-a", "notebooks", PARAMETERS)
    with pytest.raises(TimeoutError, match=r"run r1 is RUNNING after 0\.1 s; it goes on"):
        churn.wait(client, run, seconds=0.1, pause=0.01)


def test_a_pipeline_that_is_not_deployed_is_named(start: Start) -> None:
    """Instead of an index out of range."""
    server = start(lambda _: "SUCCEEDED")
    server.pipelines.clear()
    with pytest.raises(RuntimeError, match='there is no pipeline "train-and-evaluate" in team-a: deploy'):
        churn.submit(churn.connect("team-a"), "team-a", "notebooks", PARAMETERS)
    assert server.runs == []


def test_a_notebook_without_the_configuration_says_so() -> None:
    """The variables come from PodDefaults, which people tick."""
    with pytest.raises(RuntimeError, match=r"ARTIFACTS_URI, MODELS_URI not set: .* access-s3"):
        churn.tenant({"NB_PREFIX": "/notebook/team-a/mine"})


def test_its_parameters_are_those_of_the_pipeline() -> None:
    """Read in the other example's source: a name that changes there is noticed here."""
    source = HERE.parents[1] / "pipeline" / "pipeline.py"
    functions = [one for one in ast.parse(source.read_text("utf-8")).body if isinstance(one, ast.FunctionDef)]
    [function] = [one for one in functions if one.name == churn.PIPELINE.replace("-", "_")]
    names = [one.arg for one in function.args.args]
    needed = names[: len(names) - len(function.args.defaults)]
    assert set(needed) <= set(PARAMETERS) <= set(names)


def test_what_is_committed_has_no_outputs() -> None:
    """Nobody's data get into the repository."""
    cells = read_notebook().cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert len(code) == 7
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
