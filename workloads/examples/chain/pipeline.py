# mypy: allow-untyped-decorators
"""The chain: data that are new become a TrainJob, its model is registered, and the InferenceService serves it.

Scheduled every few minutes it is a trigger: where nothing is new, one small step runs and that is all.
"""

from pathlib import Path

from kfp import dsl, kubernetes
from kfp.dsl import PipelineTask

from steps import deploy, look, register, train_by_job

TRAINING_IMAGE = "kserve/sklearnserver:v0.16.0"
"""What the TrainJob runs in, unless a run says otherwise: the server's own image has scikit-learn, pandas and boto3."""

RUNTIME = "torch-distributed"
"""The ClusterTrainingRuntime. It comes with Trainer; its command and its image are replaced."""

PROGRAM = Path(__file__).with_name("train.py").read_text(encoding="utf-8")


def sized(task: PipelineTask, retries: int = 2) -> PipelineTask:
    """A small pod that is never taken from the cache: each step is about the state of something else."""
    kubernetes.add_pod_label(task, "access-s3", "true")
    return (
        task.set_cpu_request("250m")
        .set_cpu_limit("500m")
        .set_memory_request("512Mi")
        .set_memory_limit("512Mi")
        .set_caching_options(False)
        .set_retry(num_retries=retries, backoff_duration="30s", backoff_factor=2, backoff_max_duration="300s")
    )


@dsl.pipeline(
    name="data-to-served-model",
    description="Trains by a TrainJob when there are new data in S3, and serves the model.",
)
def data_to_served_model(
    source: str,
    models: str,
    namespace: str,
    service: str = "churn-chain",
    queue: str = "",
    image: str = TRAINING_IMAGE,
    cpu: str = "1",
    memory: str = "2Gi",
    trees: int = 100,
    lowest_auc: float = 0.75,
    wait_seconds: int = 3600,
) -> None:
    """The four steps; the README says what each parameter is."""
    looked = sized(look(source=source, models=models, service=service))
    with dsl.If(looked.outputs["Output"] == True, name="new data"):  # noqa: E712
        trained = sized(
            train_by_job(
                version=looked.outputs["version"],
                namespace=namespace,
                service=service,
                program=PROGRAM,
                image=image,
                runtime=RUNTIME,
                queue=queue,
                cpu=cpu,
                memory=memory,
                trees=trees,
                wait_seconds=wait_seconds,
            ),
            retries=1,
        )
        registered = sized(
            register(
                version=looked.outputs["version"],
                job=trained.output,
                service=service,
                lowest_auc=lowest_auc,
            ),
            retries=0,
        )
        sized(
            deploy(
                record=registered.outputs["record"],
                namespace=namespace,
                service=service,
                uri=registered.outputs["Output"],
                wait_seconds=wait_seconds,
            ),
            retries=1,
        )
