"""The Kubernetes API, for tests: objects in memory, and the rights that a tenant's programs have."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from json_server import Answer, Json, JsonServer, Request

WRITES = frozenset({"create", "delete", "patch", "update"})
READS = frozenset({"get", "list", "watch"})

RIGHTS = {
    # What default-editor may do in its namespace in release 26.03: ClusterRoles that add to kubeflow-edit.
    ("serving.kserve.io/v1beta1", "inferenceservices"): READS | WRITES,
    ("trainer.kubeflow.org/v1alpha1", "trainjobs"): READS | {"create", "patch", "delete"},
    ("v1", "configmaps"): READS | WRITES,
}

VERBS = {"POST": "create", "PATCH": "patch", "PUT": "update", "DELETE": "delete"}


@dataclass
class Stored:
    """An object, and how often it was read since it last changed."""

    body: Json
    reads: int = 0


class FakeCluster(JsonServer):
    """The part of the Kubernetes API that the programs use, with the rights that a tenant's programs have."""

    def __init__(self, token: str, controllers: dict[str, Callable[[Json, int], Json]]) -> None:
        """`controllers` write the status of an object when it is read."""
        self.token = token
        self.objects: dict[tuple[str, str, str], Stored] = {}
        self._controllers = controllers
        super().__init__()

    def kubeconfig(self, file: Path) -> Path:
        """Writes the file with which the Kubernetes client finds this server."""
        context = {"cluster": "fake", "user": "default-editor"}
        document = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "fake", "cluster": {"server": self.url}}],
            "users": [{"name": "default-editor", "user": {"token": self.token}}],
            "contexts": [{"name": "fake", "context": context}],
            "current-context": "fake",
        }
        file.write_text(json.dumps(document), encoding="utf-8")
        return file

    def put(self, plural: str, namespace: str, body: Json) -> None:
        """An object that is there before the test begins."""
        self.objects[plural, namespace, body["metadata"]["name"]] = Stored(body)

    def get(self, plural: str, namespace: str, name: str) -> Json | None:
        """An object as it is now, without counting as a read."""
        stored = self.objects.get((plural, namespace, name))
        return None if stored is None else stored.body

    def answer(self, request: Request) -> Answer:
        """What the API server would say."""
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return status(401, "Unauthorized")
        parts = request.path.strip("/").split("/")
        core = parts[0] == "api"
        group = parts[1] if core else "/".join(parts[1:3])
        rest = parts[2 if core else 3 :]
        if len(rest) not in (3, 4) or rest[0] != "namespaces":
            return status(404, f"no such path: {request.path}")
        namespace, plural, name = rest[1], rest[2], rest[3] if len(rest) == 4 else ""
        verb = VERBS.get(request.method, "get" if name else "list")
        if verb not in RIGHTS.get((group, plural), frozenset()):
            return status(403, f'{plural} is forbidden: default-editor cannot {verb} in "{namespace}"')
        return self._do(verb, plural, namespace, name, request.body)

    def _do(self, verb: str, plural: str, namespace: str, name: str, body: Any) -> Answer:
        if verb == "list":
            found = [stored.body for key, stored in self.objects.items() if key[:2] == (plural, namespace)]
            return 200, {"items": found}
        if verb == "create":
            name = body["metadata"]["name"]
            if (plural, namespace, name) in self.objects:
                return status(409, f'{plural} "{name}" already exists')
            metadata = {**body["metadata"], "namespace": namespace, "generation": 1, "uid": f"uid-of-{name}"}
            self.objects[plural, namespace, name] = Stored({**body, "metadata": metadata})
            return 201, self.objects[plural, namespace, name].body
        stored = self.objects.get((plural, namespace, name))
        if stored is None:
            return status(404, f'{plural} "{name}" not found')
        if verb == "delete":
            del self.objects[plural, namespace, name]
            return status(200, "")
        if verb == "patch":
            stored.body = merge(stored.body, body)
            stored.body["metadata"]["generation"] = stored.body["metadata"].get("generation", 1) + 1
            stored.reads = 0
        elif verb == "get":
            controller = self._controllers.get(plural)
            if controller is not None:
                stored.body = {**stored.body, "status": controller(stored.body, stored.reads)}
            stored.reads += 1
        else:
            return status(405, f"{verb} is not played here")
        return 200, stored.body


def status(code: int, message: str) -> Answer:
    """The object with which Kubernetes says that something is wrong."""
    return code, {"kind": "Status", "apiVersion": "v1", "code": code, "message": message}


def merge(target: Any, patch: Any) -> Any:
    """A JSON merge patch (RFC 7386)."""
    if not isinstance(patch, dict):
        return patch
    base = target if isinstance(target, dict) else {}
    kept = {key: value for key, value in base.items() if key not in patch}
    return {**kept, **{key: merge(base.get(key), value) for key, value in patch.items() if value is not None}}


def serving(broken: str = "") -> Callable[[Json, int], Json]:
    """KServe's controller: what has `broken` in its address never loads; the rest is up on the third look."""

    def controller(body: Json, reads: int) -> Json:
        address = body["spec"]["predictor"]["model"]["storageUri"]
        if broken and broken in address:
            failure = {"message": "no file model.joblib"}
            moved: Json = {"transitionStatus": "BlockedByFailedLoad", "lastFailureInfo": failure}
            return {"conditions": [{"type": "Ready", "status": "False"}], "modelStatus": moved}
        # The earlier model's readiness is still there while the new one comes up.
        moved = {"transitionStatus": "InProgress" if reads < 2 else "UpToDate"}
        return {"conditions": [{"type": "Ready", "status": "True"}], "modelStatus": moved}

    return controller
