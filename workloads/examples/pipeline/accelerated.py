# mypy: allow-untyped-decorators
"""The pipeline of pipeline.py with its training on a GPU: the same steps, but for the one that trains.

The option is a file rather than a parameter: what a pod asks of a node is fixed at compilation.
"""

from kfp import dsl, kubernetes
from kfp.dsl import PipelineTask

from pipeline import sized, wire
from schema import CUSTOMERS
from steps_train import train_on_accelerator

ACCELERATOR = "nvidia.com/gpu"
"""The extended resource that the step asks for."""

ACCELERATORS = 1

POOL = {"kubeflow-on-aws/pool": "gpu"}
"""Labels of the nodes that have it: a pool of the platform stack's `nodePools`."""


@dsl.pipeline(
    name="train-and-evaluate-accelerated",
    description="Learns from a table in S3 who leaves, on a GPU, and serves the model if it is better.",
)
def train_and_evaluate_accelerated(
    source: str,
    models: str,
    namespace: str,
    service: str = "churn",
    registry: str = "",
    lowest_auc: float = 0.75,
    least_gain: float = 0.0,
    drift_limit: float = 0.25,
    wait_seconds: int = 900,
    steps: int = 25,
    strength: float = 1.0,
) -> None:
    """The pipeline on a GPU; the README says what each parameter is."""

    def training(parts: PipelineTask) -> PipelineTask:
        task = sized(
            train_on_accelerator(
                train_data=parts.outputs["train_data"], schema=CUSTOMERS, steps=steps, strength=strength
            ),
            retries=1,
        )
        task.set_memory_request("8Gi").set_memory_limit("8Gi").set_cpu_request("2").set_cpu_limit("2")
        task.set_accelerator_type(ACCELERATOR).set_accelerator_limit(ACCELERATORS)
        for key, value in POOL.items():
            kubernetes.add_node_selector(task, key, value)
        kubernetes.add_toleration(task, key=ACCELERATOR, operator="Exists", effect="NoSchedule")
        return task

    wire(
        training,
        source,
        models,
        namespace,
        service,
        registry,
        lowest_auc,
        least_gain,
        drift_limit,
        wait_seconds,
    )
