# mypy: allow-untyped-decorators
"""From a push of data to a served model: the TrainJob's program really runs, the model really lies in S3."""

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import pytest
from conftest import Trainer
from kfp.dsl import Artifact
from support import MODELS, NAMESPACE, SOURCE, customers, served

from fake_cluster import FakeCluster
from pipeline import PROGRAM, RUNTIME, TRAINING_IMAGE
from steps import deploy, look, register, train_by_job


@dataclass(frozen=True)
class Result:
    """What a run came to; the rest is empty where nothing was new."""

    new: bool
    version: dict[str, Any]
    job: str = ""
    before: str = ""


def chain(folder: Path, service: str, lowest_auc: float = 0.6, wait_seconds: int = 60) -> Result:
    """The pipeline in plain Python, with its condition."""
    folder.mkdir(exist_ok=True)
    version, record = Artifact(uri=str(folder / "version")), Artifact(uri=str(folder / "record"))
    if not look.python_func(source=SOURCE, models=MODELS, service=service, version=version):
        return Result(False, version.metadata)
    job = train_by_job.python_func(
        version=version,
        namespace=NAMESPACE,
        service=service,
        program=PROGRAM,
        image=TRAINING_IMAGE,
        runtime=RUNTIME,
        queue="team-a",
        cpu="1",
        memory="2Gi",
        trees=10,
        wait_seconds=wait_seconds,
    )
    uri = register.python_func(
        version=version, job=job, service=service, lowest_auc=lowest_auc, record=record
    )
    before = deploy.python_func(record=record, namespace=NAMESPACE, service=service, uri=uri, wait_seconds=30)
    return Result(True, version.metadata, job, before)


def test_new_data_are_served_and_old_ones_cost_nothing(
    s3: Any, cluster: FakeCluster, trainer: Trainer, tmp_path: Path
) -> None:
    """A push, nothing, another push, and the first data again: two TrainJobs, three runs that changed anything."""
    first_data, second_data = customers(800, seed=1), customers(900, seed=2)
    s3.put_object(Bucket="data", Key="team-a/customers.csv", Body=first_data)
    first = chain(tmp_path / "first", "pushes")
    assert (first.new, first.before) == (True, "")
    assert served(cluster, "pushes") == first.version["uri"]

    asked = len(cluster.requests)
    assert not chain(tmp_path / "nothing", "pushes").new
    assert len(cluster.requests) == asked

    s3.put_object(Bucket="data", Key="team-a/customers.csv", Body=second_data)
    second = chain(tmp_path / "second", "pushes")
    assert second.before == first.version["uri"]
    assert served(cluster, "pushes") == second.version["uri"] != first.version["uri"]

    s3.put_object(Bucket="data", Key="team-a/customers.csv", Body=first_data)
    assert not chain(tmp_path / "again", "pushes").new
    assert sorted(trainer.logs) == sorted([first.job, second.job])

    prefix = second.version["uri"].removeprefix("s3://models/")
    listed = s3.list_objects_v2(Bucket="models", Prefix=prefix)["Contents"]
    names = [one["Key"].rsplit("/", 1)[1] for one in listed]
    assert names == ["metadata.json", "model.joblib", "registered.json"]
    about = json.loads(s3.get_object(Bucket="models", Key=f"{prefix}/metadata.json")["Body"].read())
    assert about["etag"] == second.version["etag"]
    assert about["features"] == ["monthly_charge", "support_calls"]
    assert about["auc"] > 0.7
    model = joblib.load(
        io.BytesIO(s3.get_object(Bucket="models", Key=f"{prefix}/model.joblib")["Body"].read())
    )
    assert model.n_features_in_ == 2
    assert model.predict([[120.0, 6.0], [20.0, 0.0]]).tolist() == [1, 0]


def test_the_train_job(s3: Any, cluster: FakeCluster, tmp_path: Path) -> None:
    """What is handed to Trainer, field by field."""
    s3.put_object(Bucket="data", Key="team-a/customers.csv", Body=customers(400, seed=3))
    result = chain(tmp_path / "run", "fields")
    job = cluster.get("trainjobs", NAMESPACE, result.job)
    assert job is not None
    [code] = [name for plural, _, name in cluster.objects if plural == "configmaps"]
    assert job["metadata"]["name"] == f"fields-{result.version['version']}"
    assert job["metadata"]["labels"] == {"kueue.x-k8s.io/queue-name": "team-a"}
    changed = {
        "metadata": {"labels": {"sidecar.istio.io/inject": "false", "access-s3": "true"}},
        "spec": {
            "serviceAccountName": "default-editor",
            "volumes": [{"name": "code", "configMap": {"name": code}}],
            "containers": [
                {"name": "node", "volumeMounts": [{"name": "code", "mountPath": "/opt/workload"}]},
            ],
        },
    }
    assert job["spec"] == {
        "runtimeRef": {
            "apiGroup": "trainer.kubeflow.org",
            "kind": "ClusterTrainingRuntime",
            "name": "torch-distributed",
        },
        "trainer": {
            "image": "kserve/sklearnserver:v0.16.0",
            "command": [
                "python",
                "/opt/workload/train.py",
                f"--source={SOURCE}",
                f"--etag={result.version['etag']}",
                f"--output={result.version['uri']}",
                "--trees=10",
            ],
            "numNodes": 1,
            "numProcPerNode": 1,
            "resourcesPerNode": {
                "requests": {"cpu": "1", "memory": "2Gi"},
                "limits": {"cpu": "1", "memory": "2Gi"},
            },
        },
        "labels": {"kueue.x-k8s.io/queue-name": "team-a"},
        "podTemplateOverrides": [{"targetJobs": [{"name": "node"}], **changed}],
        "runtimePatches": [
            {
                "manager": "kubeflow-on-aws/workloads",
                "trainingRuntimeSpec": {
                    "template": {
                        "metadata": {"labels": {"kueue.x-k8s.io/queue-name": "team-a"}},
                        "spec": {
                            "replicatedJobs": [{"name": "node", "template": {"spec": {"template": changed}}}]
                        },
                    }
                },
            }
        ],
    }


def test_a_run_that_broke_off_goes_on_with_its_job(
    s3: Any, cluster: FakeCluster, trainer: Trainer, tmp_path: Path
) -> None:
    """The pod that waited is gone, the job is not: the next run finds it by its name and trains nothing twice."""
    s3.put_object(Bucket="data", Key="team-a/customers.csv", Body=customers(400, seed=4))
    with pytest.raises(RuntimeError, match=r"auc 0\.\d+ is below 1\.1: s3://.* does not serve"):
        chain(tmp_path / "strict", "resumed", lowest_auc=1.1)
    assert cluster.get("inferenceservices", NAMESPACE, "resumed") is None
    result = chain(tmp_path / "again", "resumed")
    assert served(cluster, "resumed") == result.version["uri"]
    made = [
        request for request in cluster.requests if request.method == "POST" and "/trainjobs" in request.path
    ]
    assert len(made) == len(trainer.logs) == 1


def test_a_failed_job_is_named_and_made_anew(
    s3: Any, cluster: FakeCluster, trainer: Trainer, tmp_path: Path
) -> None:
    """A program that fails ends the step with its reason; the next try removes the job and makes it anew."""
    s3.put_object(Bucket="data", Key="team-a/customers.csv", Body=customers(400, seed=5))
    broken = PROGRAM.replace("def train(", "raise SystemExit(7)\n\n\ndef train(")
    version = Artifact(uri=str(tmp_path / "version"))
    look.python_func(source=SOURCE, models=MODELS, service="failing", version=version)
    arguments = {
        "version": version,
        "namespace": NAMESPACE,
        "service": "failing",
        "image": TRAINING_IMAGE,
        "runtime": RUNTIME,
        "queue": "",
        "cpu": "1",
        "memory": "2Gi",
        "trees": 10,
        "wait_seconds": 60,
    }
    with pytest.raises(RuntimeError, match=r"TrainJob team-a/failing-\w+ failed: JobsFailed: exit code 7"):
        train_by_job.python_func(program=broken, **arguments)
    name = train_by_job.python_func(program=PROGRAM, **arguments)
    assert "auc=" in trainer.logs[name]
    verbs = [request.method for request in cluster.requests if "/trainjobs" in request.path]
    assert verbs.count("POST") == 2
    assert verbs.count("DELETE") == 1


def test_a_job_that_takes_too_long_is_removed(
    s3: Any, cluster: FakeCluster, trainer: Trainer, tmp_path: Path
) -> None:
    """It gives its nodes back."""
    s3.put_object(Bucket="data", Key="team-a/customers.csv", Body=customers(400, seed=6))
    trainer.stuck = True
    with pytest.raises(RuntimeError, match="is not done after 1 s and was removed: raise wait_seconds"):
        chain(tmp_path / "slow", "stuck", wait_seconds=1)
    assert not [name for plural, _, name in cluster.objects if plural == "trainjobs"]


def test_data_that_changed_after_they_were_found_are_refused(
    s3: Any, cluster: FakeCluster, tmp_path: Path
) -> None:
    """The program asks for the version that the pipeline found, and fails where it is gone."""
    s3.put_object(Bucket="data", Key="team-a/customers.csv", Body=customers(400, seed=7))
    version = Artifact(uri=str(tmp_path / "version"))
    look.python_func(source=SOURCE, models=MODELS, service="changed", version=version)
    s3.put_object(Bucket="data", Key="team-a/customers.csv", Body=customers(400, seed=8))
    with pytest.raises(RuntimeError, match="JobsFailed"):
        train_by_job.python_func(
            version=version,
            namespace=NAMESPACE,
            service="changed",
            program=PROGRAM,
            image=TRAINING_IMAGE,
            runtime=RUNTIME,
            queue="",
            cpu="1",
            memory="2Gi",
            trees=5,
            wait_seconds=60,
        )
    assert cluster.get("inferenceservices", NAMESPACE, "changed") is None


def test_rights_that_a_tenant_does_not_have_are_missed(cluster: FakeCluster) -> None:
    """The stand-in refuses what kubeflow-trainer-edit doesn't grant, so the steps above did with what it does."""
    from kubernetes import client, config

    config.load_config()
    with pytest.raises(client.ApiException) as raised:
        client.CustomObjectsApi().replace_namespaced_custom_object(
            "trainer.kubeflow.org", "v1alpha1", NAMESPACE, "trainjobs", "x", {"metadata": {"name": "x"}}
        )
    assert raised.value.status == 403
    assert cluster.requests[-1].method == "PUT"
