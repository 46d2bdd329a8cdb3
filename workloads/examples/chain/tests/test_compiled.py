# mypy: allow-untyped-decorators
"""What KFP makes of the steps: its local runner runs each of them, its compiler writes what clusters run."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from kfp import compiler, dsl, local
from kfp.dsl import Artifact
from support import MODELS, NAMESPACE, SECRETS, SOURCE, customers, served

from fake_cluster import FakeCluster
from pipeline import PROGRAM, RUNTIME, TRAINING_IMAGE, data_to_served_model
from steps import deploy, look, register, train_by_job


class Everything(NamedTuple):
    """All that the steps put out."""

    new: bool
    version: Artifact
    job: str
    uri: str
    record: Artifact
    before: str


@dsl.pipeline(name="every-step")
def every_step(source: str, models: str, namespace: str, service: str) -> Everything:
    """The steps without the condition: the local runner of KFP 2.16.1 gets conditions wrong."""
    looked = look(source=source, models=models, service=service)
    trained = train_by_job(
        version=looked.outputs["version"],
        namespace=namespace,
        service=service,
        program=PROGRAM,
        image=TRAINING_IMAGE,
        runtime=RUNTIME,
        queue="",
        cpu="1",
        memory="2Gi",
        trees=10,
        wait_seconds=120,
    )
    registered = register(
        version=looked.outputs["version"], job=trained.output, service=service, lowest_auc=0.6
    )
    deployed = deploy(
        record=registered.outputs["record"],
        namespace=namespace,
        service=service,
        uri=registered.outputs["Output"],
        wait_seconds=60,
    )
    return Everything(
        new=looked.outputs["Output"],
        version=looked.outputs["version"],
        job=trained.output,
        uri=registered.outputs["Output"],
        record=registered.outputs["record"],
        before=deployed.output,
    )


def test_every_step_by_the_local_runner(
    s3: Any, cluster: FakeCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each task's outputs, and no secret in anything that is left behind."""
    s3.put_object(Bucket="data", Key="team-a/customers.csv", Body=customers(600, seed=9))
    # A step installs what it lists: here all of it must be there already, in the very versions.
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    root = tmp_path / "root"
    local.init(runner=local.SubprocessRunner(use_venv=False), pipeline_root=str(root), raise_on_error=True)
    outputs = every_step(source=SOURCE, models=MODELS, namespace=NAMESPACE, service="local").outputs
    version = json.loads(Path(outputs["version"].path).read_text(encoding="utf-8"))
    assert outputs["new"] is True
    assert outputs["version"].metadata == version
    assert version["uri"] == f"s3://models/team-a/local/{version['version']}"
    assert outputs["job"] == f"local-{version['version']}"
    assert outputs["uri"] == version["uri"]
    record = json.loads(Path(outputs["record"].path).read_text(encoding="utf-8"))
    assert record == outputs["record"].metadata
    assert record["trainJob"] == outputs["job"]
    assert record["auc"] > 0.6
    assert outputs["before"] == ""
    assert served(cluster, "local") == version["uri"]

    left = [file.read_bytes() for file in root.rglob("*") if file.is_file()]
    for one in s3.list_objects_v2(Bucket="models")["Contents"]:
        left.append(s3.get_object(Bucket="models", Key=one["Key"])["Body"].read())
    left.append(json.dumps([stored.body for stored in cluster.objects.values()]).encode())
    assert len(left) > 8
    for secret in SECRETS.values():
        assert not any(secret.encode() in content for content in left)


def test_what_is_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parameters, the condition around all but the first step, nothing cached, no secrets."""
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "pipeline.yaml"
    compiler.Compiler().compile(data_to_served_model, str(file))
    text = file.read_text(encoding="utf-8")
    spec, platform = yaml.safe_load_all(text)
    inputs = spec["root"]["inputDefinitions"]["parameters"]
    assert spec["pipelineInfo"]["name"] == "data-to-served-model"
    assert {key: (value["parameterType"], value.get("defaultValue")) for key, value in inputs.items()} == {
        "source": ("STRING", None),
        "models": ("STRING", None),
        "namespace": ("STRING", None),
        "service": ("STRING", "churn-chain"),
        "queue": ("STRING", ""),
        "image": ("STRING", "kserve/sklearnserver:v0.16.0"),
        "cpu": ("STRING", "1"),
        "memory": ("STRING", "2Gi"),
        "trees": ("NUMBER_INTEGER", 100),
        "lowest_auc": ("NUMBER_DOUBLE", 0.75),
        "wait_seconds": ("NUMBER_INTEGER", 3600),
    }
    tasks = spec["root"]["dag"]["tasks"]
    inner = spec["components"]["comp-condition-1"]["dag"]["tasks"]
    assert set(tasks) == {"look", "condition-1"}
    assert set(inner) == {"train-by-job", "register", "deploy"}
    assert tasks["condition-1"]["triggerPolicy"] == {
        "condition": "inputs.parameter_values['pipelinechannel--look-Output'] == true"
    }
    for task in (tasks["look"], *inner.values()):
        assert not task["cachingOptions"].get("enableCache", False)
    assert inner["register"]["dependentTasks"] == ["train-by-job"]
    assert inner["deploy"]["dependentTasks"] == ["register"]
    program = inner["train-by-job"]["inputs"]["parameters"]["program"]["runtimeValue"]["constant"]
    assert program == PROGRAM
    executors = platform["platforms"]["kubernetes"]["deploymentSpec"]["executors"]
    assert {name: one["podMetadata"]["labels"] for name, one in executors.items()} == {
        f"exec-{step}": {"access-s3": "true"} for step in ("look", "train-by-job", "register", "deploy")
    }
    assert not [value for value in SECRETS.values() if value in text]
