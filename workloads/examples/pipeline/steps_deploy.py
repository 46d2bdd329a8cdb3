# mypy: allow-untyped-decorators
"""The step that has a registered model served.

A step is one function that runs alone in a container: what it uses it imports itself.
"""

from kfp import dsl

from images import KUBERNETES, PYTHON_IMAGE


@dsl.component(base_image=PYTHON_IMAGE, packages_to_install=KUBERNETES)
def deploy(namespace: str, service: str, uri: str, wait_seconds: int) -> str:
    """Makes an InferenceService serve a model, and waits until it does; hands back what it served before.

    Where the new model doesn't come up in time, the one before is put back and the step fails. A service that
    is not there yet is made. `wait_seconds` 0 doesn't wait.
    """
    import time
    from typing import Any

    from kubernetes import client, config

    config.load_config()
    api = client.CustomObjectsApi()
    kind = ("serving.kserve.io", "v1beta1", namespace, "inferenceservices")

    def model_at(address: str) -> dict[str, Any]:
        return {"spec": {"predictor": {"model": {"storageUri": address}}}}

    before = ""
    try:
        present = api.get_namespaced_custom_object(*kind, service)
        before = str(present["spec"]["predictor"].get("model", {}).get("storageUri", ""))
        if before != uri:
            present = api.patch_namespaced_custom_object(*kind, service, model_at(uri))
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
        present = api.create_namespaced_custom_object(*kind, body)

    deadline = time.monotonic() + wait_seconds
    state: dict[str, Any] = {}
    while wait_seconds > 0:
        present = api.get_namespaced_custom_object(*kind, service)
        state = present.get("status", {})
        conditions = {one["type"]: one["status"] for one in state.get("conditions", [])}
        # Right after a change, Ready is still the earlier model's: what is loaded must be the target.
        moved = state.get("modelStatus", {}).get("transitionStatus")
        if conditions.get("Ready") == "True" and moved == "UpToDate":
            break
        if moved in ("BlockedByFailedLoad", "InvalidSpec") or time.monotonic() > deadline:
            failure = (
                state.get("modelStatus", {}).get("lastFailureInfo", {}).get("message", "no reason given")
            )
            if before not in ("", uri):
                api.patch_namespaced_custom_object(*kind, service, model_at(before))
            raise RuntimeError(
                f"InferenceService {namespace}/{service} does not serve {uri}: {moved or 'no status'}, "
                f"{failure}; "
                f"it is back at {before or 'nothing'}"
            )
        time.sleep(1)
    print(f"{namespace}/{service} serves {uri}", flush=True)
    return before
