# mypy: allow-untyped-decorators
"""The steps of the chain. A step is one function that runs alone in a container: it imports what it uses itself."""

from kfp import dsl
from kfp.dsl import Artifact, Output

PYTHON_IMAGE = "python:3.11-slim"
"""Where nodes reach no package index: an image that holds the packages below, and the lists empty."""

S3 = ["boto3==1.44.8"]
KUBERNETES = ["kubernetes==30.1.0"]


@dsl.component(base_image=PYTHON_IMAGE, packages_to_install=S3)
def look(source: str, models: str, service: str, version: Output[Artifact]) -> bool:
    """Whether there are data that no model was made of yet; the version of the model to come is in the artifact.

    The version is a digest of the data's ETag: data that were seen before, under any name, are not new. Never
    cached.
    """
    import hashlib
    import json
    from pathlib import Path

    import boto3
    from botocore.exceptions import ClientError

    bucket, _, key = source.removeprefix("s3://").partition("/")
    if not source.startswith("s3://") or not key:
        raise ValueError(f'source "{source}" is no address of a file in S3: s3://<bucket>/<key>')
    s3 = boto3.client("s3")
    try:
        etag = s3.head_object(Bucket=bucket, Key=key)["ETag"].strip('"')
    except ClientError as error:
        raise RuntimeError(f"{source} can't be read: {error}") from error
    name = hashlib.sha256(etag.encode()).hexdigest()[:10]
    uri = f"{models.rstrip('/')}/{service}/{name}"
    known = {"source": source, "etag": etag, "version": name, "uri": uri}
    version.metadata.update(known)
    Path(version.path).write_text(json.dumps(known), encoding="utf-8")
    place, _, prefix = uri.removeprefix("s3://").partition("/")
    # registered.json is written when everything before it is done: a run that broke off is gone on with.
    done = s3.list_objects_v2(Bucket=place, Prefix=f"{prefix}/registered.json").get("KeyCount", 0) > 0
    print(f"{source} is {etag}: {'nothing new' if done else 'new'}", flush=True)
    return not done


@dsl.component(base_image=PYTHON_IMAGE, packages_to_install=KUBERNETES)
def train_by_job(
    version: dsl.Input[Artifact],
    namespace: str,
    service: str,
    program: str,
    image: str,
    runtime: str,
    queue: str,
    cpu: str,
    memory: str,
    trees: int,
    wait_seconds: int,
) -> str:
    """Makes a TrainJob that runs `program`, and waits for its end; hands back its name.

    The name follows from the data: tried again, it finds the job that it started. A job that failed is made anew.
    One that takes too long is removed.
    """
    import hashlib
    import json
    import time
    from pathlib import Path
    from typing import Any

    from kubernetes import client, config

    config.load_config()
    objects, core = client.CustomObjectsApi(), client.CoreV1Api()
    kind = ("trainer.kubeflow.org", "v1alpha1", namespace, "trainjobs")
    known = json.loads(Path(version.path).read_text(encoding="utf-8"))
    name = f"{service}-{known['version']}"
    code = f"{service}-code-{hashlib.sha256(program.encode()).hexdigest()[:10]}"

    def present() -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = objects.get_namespaced_custom_object(*kind, name)
        except client.ApiException as error:
            if error.status != 404:
                raise
            return None
        return found

    def state(job: dict[str, Any]) -> tuple[str, str]:
        for one in job.get("status", {}).get("conditions", []):
            if one["type"] in ("Complete", "Failed") and one["status"] == "True":
                return one["type"], f"{one['reason']}: {one['message']}"
        return "", ""

    try:
        core.create_namespaced_config_map(
            namespace, {"metadata": {"name": code}, "data": {"train.py": program}}
        )
    except client.ApiException as error:
        # The same program, by its name: it is there from an earlier run.
        if error.status != 409:
            raise
    command = ["python", "/opt/workload/train.py", f"--source={known['source']}", f"--etag={known['etag']}"]
    resources = {"cpu": cpu, "memory": memory}
    pod = {
        # Its identity is the tenant's: it reads the data and writes the model.
        "serviceAccountName": "default-editor",
        "volumes": [{"name": "code", "configMap": {"name": code}}],
        "containers": [{"name": "node", "volumeMounts": [{"name": "code", "mountPath": "/opt/workload"}]}],
    }
    pods = {"metadata": {"labels": {"sidecar.istio.io/inject": "false", "access-s3": "true"}}, "spec": pod}
    queued = {} if queue == "" else {"kueue.x-k8s.io/queue-name": queue}
    body = {
        "apiVersion": "trainer.kubeflow.org/v1alpha1",
        "kind": "TrainJob",
        "metadata": {"name": name, "labels": queued},
        "spec": {
            "runtimeRef": {
                "apiGroup": "trainer.kubeflow.org",
                "kind": "ClusterTrainingRuntime",
                "name": runtime,
            },
            "trainer": {
                "image": image,
                "command": [*command, f"--output={known['uri']}", f"--trees={trees}"],
                "numNodes": 1,
                "numProcPerNode": 1,
                "resourcesPerNode": {"requests": resources, "limits": resources},
            },
            # What is changed in the runtime, in the words of Trainer 2.1 and of 2.2: the API server of each leaves out
            # those of the other. Its labels are those of the JobSet, which is what Kueue queues with Trainer 2.1.
            "labels": queued,
            "podTemplateOverrides": [{"targetJobs": [{"name": "node"}], **pods}],
            "runtimePatches": [
                {
                    "manager": "kubeflow-on-aws/workloads",
                    "trainingRuntimeSpec": {
                        "template": {
                            "metadata": {"labels": queued},
                            "spec": {
                                "replicatedJobs": [{"name": "node", "template": {"spec": {"template": pods}}}]
                            },
                        }
                    },
                }
            ],
        },
    }
    deadline = time.monotonic() + wait_seconds
    job = present()
    if job is not None and state(job)[0] == "Failed":
        objects.delete_namespaced_custom_object(*kind, name)
        # Its finalizers run: the name is free when it is gone.
        while present() is not None and time.monotonic() < deadline:
            time.sleep(1)
        job = None
    if job is None:
        objects.create_namespaced_custom_object(*kind, body)
    while True:
        end, why = state(present() or {})
        if end == "Complete":
            print(f"TrainJob {namespace}/{name} is complete", flush=True)
            return name
        if end == "Failed":
            raise RuntimeError(f"TrainJob {namespace}/{name} failed: {why}")
        if time.monotonic() > deadline:
            objects.delete_namespaced_custom_object(*kind, name)
            raise RuntimeError(
                f"TrainJob {namespace}/{name} is not done after {wait_seconds} s and was removed: raise wait_seconds"
            )
        time.sleep(1)


@dsl.component(base_image=PYTHON_IMAGE, packages_to_install=S3)
def register(
    version: dsl.Input[Artifact], job: str, service: str, lowest_auc: float, record: Output[Artifact]
) -> str:
    """Takes what the job measured, refuses a bad model, and hands back the address of a good one."""
    import json
    from pathlib import Path

    import boto3

    known = json.loads(Path(version.path).read_text(encoding="utf-8"))
    bucket, _, prefix = known["uri"].removeprefix("s3://").partition("/")
    s3 = boto3.client("s3")
    about = json.loads(s3.get_object(Bucket=bucket, Key=f"{prefix}/metadata.json")["Body"].read())
    s3.head_object(Bucket=bucket, Key=f"{prefix}/model.joblib")
    if about["etag"] != known["etag"]:
        raise RuntimeError(
            f"{known['uri']} is made of version {about['etag']} of the data, not {known['etag']}"
        )
    if about["auc"] < lowest_auc:
        raise RuntimeError(f"auc {about['auc']:.3f} is below {lowest_auc}: {known['uri']} does not serve")
    record.metadata.update({"name": service, "trainJob": job, "auc": about["auc"], **known})
    Path(record.path).write_text(json.dumps(record.metadata), encoding="utf-8")
    return str(known["uri"])


@dsl.component(base_image=PYTHON_IMAGE, packages_to_install=[*S3, *KUBERNETES])
def deploy(record: dsl.Input[Artifact], namespace: str, service: str, uri: str, wait_seconds: int) -> str:
    """Makes the InferenceService serve the model, and says so beside it; hands back what it served before.

    A service that isn't there is made. Where the new model doesn't come up, the one before is put back.
    """
    import json
    import time
    from pathlib import Path
    from typing import Any

    import boto3
    from kubernetes import client, config

    config.load_config()
    api = client.CustomObjectsApi()
    kind = ("serving.kserve.io", "v1beta1", namespace, "inferenceservices")

    def model_at(address: str) -> dict[str, Any]:
        return {"spec": {"predictor": {"model": {"storageUri": address}}}}

    before = ""
    try:
        served = api.get_namespaced_custom_object(*kind, service)
        before = str(served["spec"]["predictor"].get("model", {}).get("storageUri", ""))
        if before != uri:
            api.patch_namespaced_custom_object(*kind, service, model_at(uri))
    except client.ApiException as error:
        if error.status != 404:
            raise
        model = {
            "modelFormat": {"name": "sklearn"},
            "runtime": "kserve-sklearnserver",
            "protocolVersion": "v2",
        }
        predictor = {"serviceAccountName": "default-editor", "model": {**model, "storageUri": uri}}
        body = {
            "apiVersion": "serving.kserve.io/v1beta1",
            "kind": "InferenceService",
            "metadata": {"name": service, "annotations": {"serving.kserve.io/deploymentMode": "Standard"}},
            "spec": {"predictor": predictor},
        }
        api.create_namespaced_custom_object(*kind, body)
    deadline = time.monotonic() + wait_seconds
    while True:
        state: dict[str, Any] = api.get_namespaced_custom_object(*kind, service).get("status", {})
        ready = any(one["type"] == "Ready" and one["status"] == "True" for one in state.get("conditions", []))
        moved = state.get("modelStatus", {}).get("transitionStatus")
        # Right after a change, Ready is still the earlier model's.
        if ready and moved == "UpToDate":
            break
        if moved in ("BlockedByFailedLoad", "InvalidSpec") or time.monotonic() > deadline:
            if before not in ("", uri):
                api.patch_namespaced_custom_object(*kind, service, model_at(before))
            raise RuntimeError(
                f"InferenceService {namespace}/{service} does not serve {uri}: {moved or 'no status'}; "
                f"it is back at {before or 'nothing'}"
            )
        time.sleep(1)
    bucket, _, prefix = uri.removeprefix("s3://").partition("/")
    content = Path(record.path).read_bytes()
    boto3.client("s3").put_object(Bucket=bucket, Key=f"{prefix}/registered.json", Body=content)
    print(f"{namespace}/{service} serves {json.loads(content)['uri']}", flush=True)
    return before
