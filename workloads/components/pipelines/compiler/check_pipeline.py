"""Checks of a compiled pipeline: it has the fields of the IR alone, and each task gets what it needs.

Not all of what is checked here is refused by the API server: it takes a task that depends on one that isn't
there, and its runs then wait or fail.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message
from kfp.kubernetes import kubernetes_executor_config_pb2
from kfp.pipeline_spec import pipeline_spec_pb2

IR = dict[str, Any]
"""A JSON object of KFP's intermediate representation."""


class Mistake(Exception):
    """A mistake in the pipeline, in words for its author."""

    def __init__(self, message: str, way_out: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.way_out = way_out


def check(pipeline_spec: IR, platform_spec: IR | None) -> None:
    """Raises a Mistake that names everything that is wrong."""
    problems = [*schema_problems(pipeline_spec, platform_spec), *graph_problems(pipeline_spec)]
    if problems:
        raise Mistake("; ".join(problems))


def schema_problems(pipeline_spec: IR, platform_spec: IR | None) -> Iterator[str]:
    """Fields and values that the IR's protobufs don't have."""
    yield from parse("the pipeline", pipeline_spec, pipeline_spec_pb2.PipelineSpec)
    if platform_spec is None:
        return
    yield from parse("the platform's part", platform_spec, pipeline_spec_pb2.PlatformSpec)
    for platform, spec in platform_spec.get("platforms", {}).items():
        if platform != "kubernetes":
            yield f'it is for platform "{platform}"; kubernetes is the only one here'
            continue
        for name, executor in spec.get("deploymentSpec", {}).get("executors", {}).items():
            what = f"what executor {name} asks of Kubernetes"
            yield from parse(what, executor, kubernetes_executor_config_pb2.KubernetesExecutorConfig)


def parse(what: str, document: IR, message: Callable[[], Message]) -> Iterator[str]:
    """Nothing where the document is such a message, else why it isn't."""
    try:
        json_format.ParseDict(document, message())
    except json_format.ParseError as error:
        yield f"{what} is not valid: {' '.join(str(error).split())}"


def graph_problems(pipeline_spec: IR) -> Iterator[str]:
    """Tasks that wait for what nobody makes, in the pipeline and in each part that has tasks of its own."""
    components: IR = pipeline_spec.get("components", {})
    executors: IR = pipeline_spec.get("deploymentSpec", {}).get("executors", {})
    for name, component in [("the pipeline", pipeline_spec.get("root", {})), *sorted(components.items())]:
        label = component.get("executorLabel")
        if label is not None and label not in executors:
            yield f"{name} runs executor {label}, which is not there"
        if "dag" in component:
            yield from dag_problems(name, component, components)


def dag_problems(owner: str, component: IR, components: IR) -> Iterator[str]:
    """What is wrong with the tasks of one dag."""
    tasks: IR = component["dag"].get("tasks", {})
    waits = {name: set(task.get("dependentTasks", [])) for name, task in sorted(tasks.items())}
    for name, task in sorted(tasks.items()):
        where = f"task {name} of {owner}"
        waits[name] |= set(producers_of(task))
        yield from (
            f"{where} depends on task {other}, which is not there" for other in waits[name] - tasks.keys()
        )
        kind = components.get(task.get("componentRef", {}).get("name"))
        if kind is None:
            yield f"{where} is a component that is not there"
            continue
        yield from (f"{where}: {problem}" for problem in source_problems(task, component, tasks, components))
        yield from (f"{where} gets no {missing}" for missing in missing_inputs(task, kind))
    yield from output_problems(owner, component["dag"], tasks, components)
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        yield f"tasks of {owner} wait for each other: {', '.join(error.args[1])}"


def producers_of(task: IR) -> Iterable[str]:
    """The tasks whose outputs or end a task waits for."""
    inputs: IR = task.get("inputs", {})
    for source in itertools.chain(
        inputs.get("parameters", {}).values(), inputs.get("artifacts", {}).values()
    ):
        for key in ("taskOutputParameter", "taskFinalStatus", "taskOutputArtifact"):
            if key in source:
                yield source[key]["producerTask"]


def source_problems(task: IR, owner: IR, tasks: IR, components: IR) -> Iterator[str]:
    """Inputs that come from an output, or from an input of the dag, that is not there."""
    for kind, singular in (("parameters", "Parameter"), ("artifacts", "Artifact")):
        for name, source in sorted(task.get("inputs", {}).get(kind, {}).items()):
            outer = source.get(f"componentInput{singular}")
            if outer is not None and outer not in definitions(owner, "input", kind):
                yield f"input {name} is {outer}, which its dag doesn't get"
            output = source.get(f"taskOutput{singular}")
            if output is not None:
                key = output[f"output{singular}Key"]
                yield from missing_output(
                    f"input {name}", output["producerTask"], key, kind, tasks, components
                )


def missing_inputs(task: IR, component: IR) -> Iterator[str]:
    """Inputs that a component needs and a task doesn't hand it."""
    items = {
        task[iterator]["itemInput"]
        for iterator in ("parameterIterator", "artifactIterator")
        if iterator in task
    }
    for kind in ("parameters", "artifacts"):
        given = task.get("inputs", {}).get(kind, {}).keys() | items
        for name, definition in sorted(definitions(component, "input", kind).items()):
            needed = "defaultValue" not in definition and not definition.get("isOptional", False)
            if needed and name not in given:
                yield f"{kind.removesuffix('s')} {name}"


def output_problems(owner: str, dag: IR, tasks: IR, components: IR) -> Iterator[str]:
    """Outputs of a dag that none of its tasks makes."""
    outputs: IR = dag.get("outputs", {})
    for name, output in sorted(outputs.get("artifacts", {}).items()):
        for one in output.get("artifactSelectors", []):
            what = f"output {name} of {owner}"
            key = one["outputArtifactKey"]
            yield from missing_output(what, one["producerSubtask"], key, "artifacts", tasks, components)
    for name, output in sorted(outputs.get("parameters", {}).items()):
        choices = output.get("valueFromOneof", {}).get("parameterSelectors", [])
        for one in [output["valueFromParameter"]] if "valueFromParameter" in output else choices:
            what = f"output {name} of {owner}"
            key = one["outputParameterKey"]
            yield from missing_output(what, one["producerSubtask"], key, "parameters", tasks, components)


def missing_output(what: str, producer: str, key: str, kind: str, tasks: IR, components: IR) -> Iterator[str]:
    """A problem where a task is not there, or has no such output."""
    if producer not in tasks:
        yield f"{what} comes from task {producer}, which is not there"
        return
    component = components.get(tasks[producer].get("componentRef", {}).get("name"), {})
    if key not in definitions(component, "output", kind):
        yield f"{what} is output {key} of task {producer}, which has no such output"


def definitions(component: IR, direction: str, kind: str) -> IR:
    """The parameters or artifacts that a component takes or makes, by name."""
    found: IR = component.get(f"{direction}Definitions", {}).get(kind, {})
    return found
