"""What KFP's compiler makes of the pipelines, and what they promise to those who deploy them."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from kfp import compiler
from support import SECRETS

import accelerated
import images
import pipeline

HERE = Path(__file__).resolve().parent.parent

PARAMETERS = {
    "source": ("STRING", None),
    "models": ("STRING", None),
    "namespace": ("STRING", None),
    "service": ("STRING", "churn"),
    "registry": ("STRING", ""),
    "lowest_auc": ("NUMBER_DOUBLE", 0.75),
    "least_gain": ("NUMBER_DOUBLE", 0.0),
    "drift_limit": ("NUMBER_DOUBLE", 0.25),
    "wait_seconds": ("NUMBER_INTEGER", 900),
}

STEPS = {"find-data", "find-serving", "ingest", "validate", "split", "evaluate", "register"}


def compiled(function: Any, folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two documents."""
    file = folder / "pipeline.yaml"
    compiler.Compiler().compile(function, str(file))
    first, second = yaml.safe_load_all(file.read_text(encoding="utf-8"))
    return first, second["platforms"]["kubernetes"]["deploymentSpec"]["executors"]


@pytest.mark.parametrize(
    ("function", "name", "more"),
    [
        (
            pipeline.train_and_evaluate,
            "train-and-evaluate",
            {"trees": ("NUMBER_INTEGER", 100), "seed": ("NUMBER_INTEGER", 7)},
        ),
        (
            accelerated.train_and_evaluate_accelerated,
            "train-and-evaluate-accelerated",
            {"steps": ("NUMBER_INTEGER", 25), "strength": ("NUMBER_DOUBLE", 1.0)},
        ),
    ],
)
def test_names_and_parameters(function: Any, name: str, more: dict[str, Any], tmp_path: Path) -> None:
    """Who deploys or schedules it hands these over: changing one is a breaking change."""
    spec, _ = compiled(function, tmp_path)
    inputs = spec["root"]["inputDefinitions"]["parameters"]
    found = {key: (value["parameterType"], value.get("defaultValue")) for key, value in inputs.items()}
    assert spec["pipelineInfo"]["name"] == name
    assert found == {**PARAMETERS, **more}


def test_the_condition(tmp_path: Path) -> None:
    """Only deploying depends on the comparison."""
    spec, _ = compiled(pipeline.train_and_evaluate, tmp_path)
    tasks = spec["root"]["dag"]["tasks"]
    assert set(tasks) == {*STEPS, "train", "condition-1"}
    policy = tasks["condition-1"]["triggerPolicy"]
    assert policy == {"condition": "inputs.parameter_values['pipelinechannel--evaluate-Output'] == true"}
    source = tasks["condition-1"]["inputs"]["parameters"]["pipelinechannel--evaluate-Output"]
    assert source == {"taskOutputParameter": {"outputParameterKey": "Output", "producerTask": "evaluate"}}
    assert set(spec["components"]["comp-condition-1"]["dag"]["tasks"]) == {"deploy"}


def test_what_is_cached_and_what_is_tried_again(tmp_path: Path) -> None:
    """What looks at the world is never cached; what refuses data is not repeated."""
    spec, _ = compiled(pipeline.train_and_evaluate, tmp_path)
    tasks = {
        **spec["root"]["dag"]["tasks"],
        **spec["components"]["comp-condition-1"]["dag"]["tasks"],
    }
    del tasks["condition-1"]
    cached = {name for name, task in tasks.items() if task["cachingOptions"].get("enableCache", False)}
    assert cached == {"ingest", "validate", "split", "train", "evaluate"}
    retries = {name: task.get("retryPolicy", {}).get("maxRetryCount", 0) for name, task in tasks.items()}
    assert retries == {
        "find-data": 2,
        "find-serving": 2,
        "ingest": 2,
        "validate": 0,
        "split": 0,
        "train": 1,
        "evaluate": 0,
        "register": 2,
        "deploy": 1,
    }


def test_every_step_says_what_it_takes_and_has_the_region(tmp_path: Path) -> None:
    """Under a quota a pod without requests and limits is refused."""
    spec, kubernetes = compiled(pipeline.train_and_evaluate, tmp_path)
    executors = spec["deploymentSpec"]["executors"]
    assert len(executors) == 9
    for name, executor in executors.items():
        assert executor["container"]["resources"] == {
            "cpuRequest": 0.5,
            "cpuLimit": 1.0,
            "memoryRequest": 1.073741824,
            "memoryLimit": 1.073741824,
            "resourceCpuRequest": "500m",
            "resourceCpuLimit": "1",
            "resourceMemoryRequest": "1Gi",
            "resourceMemoryLimit": "1Gi",
        }
        assert executor["container"]["image"] == images.PYTHON_IMAGE
        token = {"access-ml-pipeline": "true"} if name == "exec-register" else {}
        assert kubernetes[name]["podMetadata"]["labels"] == {"access-s3": "true", **token}


def test_the_accelerated_one_differs_in_its_training_alone(tmp_path: Path) -> None:
    """One GPU, on the pool's nodes, past their taint; the other steps stay on processors."""
    spec, kubernetes = compiled(accelerated.train_and_evaluate_accelerated, tmp_path)
    assert set(spec["root"]["dag"]["tasks"]) == {*STEPS, "train-on-accelerator", "condition-1"}
    asks = {
        name: executor["container"]["resources"]["accelerator"]
        for name, executor in spec["deploymentSpec"]["executors"].items()
        if "accelerator" in executor["container"]["resources"]
    }
    assert list(asks) == ["exec-train-on-accelerator"]
    asked = asks["exec-train-on-accelerator"]
    assert (asked["resourceType"], asked["resourceCount"]) == ("nvidia.com/gpu", "1")
    placed = {name for name, one in kubernetes.items() if "nodeSelector" in one or "tolerations" in one}
    assert placed == {"exec-train-on-accelerator"}
    training = kubernetes["exec-train-on-accelerator"]
    assert training["nodeSelector"] == {"labels": {"kubeflow-on-aws/pool": "gpu"}}
    assert training["tolerations"] == [
        {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}
    ]
    image = spec["deploymentSpec"]["executors"]["exec-train-on-accelerator"]["container"]["image"]
    assert image == images.ACCELERATED_IMAGE


def test_no_secret_is_compiled_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in the environment of who compiles stays there; steps get theirs from their pod's identity."""
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    for function in (pipeline.train_and_evaluate, accelerated.train_and_evaluate_accelerated):
        _, kubernetes = compiled(function, tmp_path)
        text = (tmp_path / "pipeline.yaml").read_text(encoding="utf-8")
        assert "find_data" in text
        assert not [value for value in SECRETS.values() if value in text]
        assert not re.search(r"AKIA[0-9A-Z]{16}|BEGIN [A-Z ]*PRIVATE KEY", text)
        assert not [
            name for name, one in kubernetes.items() if "secretAsEnv" in one or "secretAsVolume" in one
        ]


def test_steps_install_what_was_tested() -> None:
    """A pin in images.py is one of the lock's, so that the tests are about what runs."""
    lock = (HERE / "requirements.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([\w.-]+==[\w.]+)", lock, flags=re.MULTILINE))
    assert {*images.S3, *images.KUBERNETES, *images.LEARNING} <= locked
