# mypy: allow-untyped-decorators
"""From a table in S3 to a model that serves, if it is better than the one that does.

The component `Pipeline` compiles this file when it is deployed.
"""

from collections.abc import Callable

from kfp import dsl, kubernetes
from kfp.dsl import PipelineTask

from schema import CUSTOMERS
from steps_data import find_data, find_serving, ingest, split, validate
from steps_deploy import deploy
from steps_model import evaluate, register
from steps_train import train

TEST_SHARE = 0.25


def sized(task: PipelineTask, *, cached: bool = True, retries: int = 2) -> PipelineTask:
    """Every step says what it takes: under a tenant's quota a pod that doesn't is refused.

    The label has the tenant's PodDefault set the region of S3; where there is none, it does nothing.
    """
    kubernetes.add_pod_label(task, "access-s3", "true")
    return (
        task.set_cpu_request("500m")
        .set_cpu_limit("1")
        .set_memory_request("1Gi")
        .set_memory_limit("1Gi")
        .set_caching_options(cached)
        .set_retry(num_retries=retries, backoff_duration="30s", backoff_factor=2, backoff_max_duration="300s")
    )


def wire(
    training: Callable[[PipelineTask], PipelineTask],
    source: str,
    models: str,
    namespace: str,
    service: str,
    registry: str,
    lowest_auc: float,
    least_gain: float,
    drift_limit: float,
    wait_seconds: int,
) -> None:
    """What runs after what; `training` makes the step that trains, from the one that splits.

    What asks for the present state of S3 or of the cluster is never from the cache; the rest is, for the
    same data and parameters. What refuses data is not tried again: they stay bad.
    """
    found = sized(find_data(source=source), cached=False)
    serving = sized(find_serving(namespace=namespace, service=service), cached=False)
    data = sized(ingest(source=source, etag=found.output))
    checked = sized(
        validate(
            data=data.outputs["data"], schema=CUSTOMERS, serving_uri=serving.output, drift_limit=drift_limit
        ),
        retries=0,
    )
    parts = sized(split(valid=checked.outputs["valid"], schema=CUSTOMERS, test_share=TEST_SHARE), retries=0)
    trained = training(parts)
    measured = sized(
        evaluate(
            test_data=parts.outputs["test_data"],
            model=trained.outputs["model"],
            models=models,
            serving_uri=serving.output,
            lowest_auc=lowest_auc,
            least_gain=least_gain,
        ),
        retries=0,
    )
    # Not cached: it writes to places that other runs and people change.
    registered = sized(
        register(
            model=trained.outputs["model"],
            statistics=checked.outputs["statistics"],
            report=measured.outputs["report"],
            models=models,
            service=service,
            registry=registry,
        ),
        cached=False,
    ).after(measured)
    # The tenant's PodDefault of this name gives a token that the gateway takes, before the registry.
    kubernetes.add_pod_label(registered, "access-ml-pipeline", "true")
    with dsl.If(measured.outputs["Output"] == True, name="better than what serves"):  # noqa: E712
        sized(
            deploy(
                namespace=namespace,
                service=service,
                uri=registered.outputs["Output"],
                wait_seconds=wait_seconds,
            ),
            cached=False,
            retries=1,
        )


@dsl.pipeline(
    name="train-and-evaluate",
    description="Learns from a table in S3 who leaves, and serves the model if it is the better one.",
)
def train_and_evaluate(
    source: str,
    models: str,
    namespace: str,
    service: str = "churn",
    registry: str = "",
    lowest_auc: float = 0.75,
    least_gain: float = 0.0,
    drift_limit: float = 0.25,
    wait_seconds: int = 900,
    trees: int = 100,
    seed: int = 7,
) -> None:
    """The pipeline on processors; the README says what each parameter is."""

    def training(parts: PipelineTask) -> PipelineTask:
        made = train(train_data=parts.outputs["train_data"], schema=CUSTOMERS, trees=trees, seed=seed)
        return sized(made, retries=1)

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
