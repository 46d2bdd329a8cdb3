"""Tests of the checks of a compiled pipeline: small documents, each with one thing wrong."""

import copy
from typing import Any

import pytest

from check_pipeline import IR, Mistake, check

GOOD: IR = {
    "pipelineInfo": {"name": "p"},
    "schemaVersion": "2.1.0",
    "sdkVersion": "kfp-2.16.1",
    "deploymentSpec": {"executors": {"exec-make": {"container": {"image": "python:3.12-slim"}}}},
    "components": {
        "comp-make": {
            "executorLabel": "exec-make",
            "inputDefinitions": {
                "parameters": {
                    "x": {"parameterType": "NUMBER_INTEGER"},
                    "y": {"parameterType": "NUMBER_INTEGER", "isOptional": True},
                },
            },
            "outputDefinitions": {
                "parameters": {"out": {"parameterType": "NUMBER_INTEGER"}},
                "artifacts": {
                    "table": {"artifactType": {"schemaTitle": "system.Dataset", "schemaVersion": "0.0.1"}}
                },
            },
        },
        "comp-part": {
            "dag": {
                "tasks": {
                    "inside": {
                        "taskInfo": {"name": "inside"},
                        "componentRef": {"name": "comp-make"},
                        "inputs": {"parameters": {"x": {"runtimeValue": {"constant": 1}}}},
                    }
                }
            }
        },
    },
    "root": {
        "inputDefinitions": {"parameters": {"rows": {"parameterType": "NUMBER_INTEGER", "defaultValue": 1}}},
        "outputDefinitions": {"parameters": {"result": {"parameterType": "NUMBER_INTEGER"}}},
        "dag": {
            "tasks": {
                "one": {
                    "taskInfo": {"name": "one"},
                    "componentRef": {"name": "comp-make"},
                    "inputs": {"parameters": {"x": {"componentInputParameter": "rows"}}},
                },
                "two": {
                    "taskInfo": {"name": "two"},
                    "componentRef": {"name": "comp-make"},
                    "dependentTasks": ["one"],
                    "inputs": {
                        "parameters": {
                            "x": {"taskOutputParameter": {"producerTask": "one", "outputParameterKey": "out"}}
                        }
                    },
                },
                "part": {"taskInfo": {"name": "part"}, "componentRef": {"name": "comp-part"}},
            },
            "outputs": {
                "parameters": {
                    "result": {"valueFromParameter": {"producerSubtask": "two", "outputParameterKey": "out"}}
                }
            },
        },
    },
}

TWO = ("root", "dag", "tasks", "two")
X = (*TWO, "inputs", "parameters", "x")


def changed(path: tuple[str, ...], value: Any) -> IR:
    """The good pipeline with one place replaced."""
    document = copy.deepcopy(GOOD)
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return document


def test_takes_a_good_one() -> None:
    check(GOOD, None)
    check(GOOD, {"platforms": {"kubernetes": {"deploymentSpec": {"executors": {"exec-make": {}}}}}})


def from_task(producer: str, key: str) -> IR:
    """An input that is another task's output."""
    return {"taskOutputParameter": {"producerTask": producer, "outputParameterKey": key}}


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (
            (*TWO, "dependentTasks"),
            ["ghost"],
            "task two of the pipeline depends on task ghost, which is not there",
        ),
        (X, from_task("ghost", "out"), "input x comes from task ghost, which is not there"),
        (X, from_task("one", "in"), "input x is output in of task one, which has no such output"),
        (X, from_task("two", "out"), "tasks of the pipeline wait for each other: two, two"),
        (X, {"componentInputParameter": "size"}, "input x is size, which its dag doesn't get"),
        ((*TWO, "inputs"), {}, "task two of the pipeline gets no parameter x"),
        (
            (*TWO, "componentRef", "name"),
            "comp-ghost",
            "task two of the pipeline is a component that is not there",
        ),
        ((*TWO, "enableCache"), True, 'no field named "enableCache"'),
        (
            ("components", "comp-part", "dag", "tasks", "inside", "inputs"),
            {},
            "task inside of comp-part gets no parameter x",
        ),
        (
            ("components", "comp-make", "executorLabel"),
            "exec-ghost",
            "comp-make runs executor exec-ghost, which is not there",
        ),
        (
            ("root", "dag", "outputs", "parameters", "result", "valueFromParameter", "producerSubtask"),
            "ghost",
            "output result of the pipeline comes from task ghost, which is not there",
        ),
        (
            ("root", "dag", "outputs", "artifacts"),
            {"best": {"artifactSelectors": [{"producerSubtask": "one", "outputArtifactKey": "chair"}]}},
            "output best of the pipeline is output chair of task one, which has no such output",
        ),
    ],
)
def test_names_what_is_wrong(path: tuple[str, ...], value: Any, message: str) -> None:
    with pytest.raises(Mistake) as caught:
        check(changed(path, value), None)
    assert message in caught.value.message


@pytest.mark.parametrize(
    ("platform_spec", "message"),
    [
        ({"platform": {}}, "the platform's part is not valid"),
        ({"platforms": {"vertex": {}}}, 'it is for platform "vertex"'),
        (
            {"platforms": {"kubernetes": {"deploymentSpec": {"executors": {"exec-make": {"gpus": 1}}}}}},
            "what executor exec-make asks of Kubernetes is not valid",
        ),
    ],
)
def test_names_what_is_wrong_with_the_platform(platform_spec: IR, message: str) -> None:
    with pytest.raises(Mistake, match=message):
        check(GOOD, platform_spec)
