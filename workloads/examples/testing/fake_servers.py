"""Servers that the examples' tests talk to in place of a cluster's: HTTP on this machine, all in memory.

They have what the programs rely on (verbs, status codes, merge patches, what a controller writes into status)
and nothing else; what is not known is refused.
"""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

Json = dict[str, Any]
Answer = tuple[int, Any]


@dataclass(frozen=True)
class Request:
    """What somebody asked for."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    headers: dict[str, str]


class JsonServer:
    """A server whose answers a subclass gives; it remembers what it was asked."""

    def __init__(self) -> None:
        """Starts it, on a port of its own."""
        self.requests: list[Request] = []
        self._lock = threading.Lock()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            """Reads a request, hands it over, and writes the answer."""

            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                """Answers whatever the method is."""
                url = urlsplit(self.path)
                content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                is_json = "json" in (self.headers.get("Content-Type") or "")
                body = json.loads(content) if content and is_json else content or None
                query = {key: values[-1] for key, values in parse_qs(url.query).items()}
                headers = {key.lower(): value for key, value in self.headers.items()}
                request = Request(self.command, url.path, query, body, headers)
                with owner._lock:
                    owner.requests.append(request)
                    status, answer = owner.answer(request)
                text = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = handle_any  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Says nothing: what matters is in `requests`."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def answer(self, request: Request) -> Answer:
        """Status and body for a request."""
        raise NotImplementedError

    def close(self) -> None:
        """Stops it."""
        self._server.shutdown()
        self._server.server_close()


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


class FakeRegistry(JsonServer):
    """The part of the Model Registry's REST API that a program needs to register a model."""

    BASE = "/api/model_registry/v1alpha3/"

    def __init__(self) -> None:
        """It is empty."""
        self.models: list[Json] = []
        self.versions: list[Json] = []
        self.artifacts: list[Json] = []
        super().__init__()

    def answer(self, request: Request) -> Answer:
        """What the registry would say."""
        path = request.path.removeprefix(self.BASE).split("/")
        body = request.body
        match (request.method, path):
            case ("GET", ["registered_model"]):
                return found(self.models, request.query)
            case ("GET", ["model_version"]):
                return found(self.versions, request.query)
            case ("GET", ["model_artifact"]):
                return found(self.artifacts, request.query)
            case ("POST", ["registered_models"]):
                return added(self.models, body)
            case ("POST", ["model_versions"]):
                return added(self.versions, {**body, "parentResourceId": body["registeredModelId"]})
            case ("POST", ["model_versions", parent, "artifacts"]):
                return added(self.artifacts, {**body, "parentResourceId": parent})
        return 404, {"code": "404", "message": f"{request.method} {request.path} is not played here"}


def found(kept: list[Json], query: dict[str, str]) -> Answer:
    """The one that has all of the query's fields."""
    for one in kept:
        if all(one.get(key) == value for key, value in query.items()):
            return 200, one
    return 404, {"code": "404", "message": "not found"}


def added(kept: list[Json], body: Json) -> Answer:
    """A new one, with an id."""
    made = {**body, "id": str(len(kept) + 1)}
    kept.append(made)
    return 201, made


class FakePipelines(JsonServer):
    """The part of KFP's API (v2beta1, with tenants) that its Python client needs to run a deployed pipeline."""

    BASE = "/apis/v2beta1/"

    def __init__(self, token: str, pipeline: str, namespace: str, run: Callable[[Json], str]) -> None:
        """One pipeline with two versions; `run` does what a run would do, and gives the state that it ends in."""
        self.token = token
        self.namespace = namespace
        self.pipelines = [{"pipeline_id": "p1", "display_name": pipeline, "namespace": namespace}]
        self.versions = [
            {"pipeline_id": "p1", "pipeline_version_id": name, "display_name": name, "created_at": made}
            for name, made in (("older", "2026-01-01T00:00:00Z"), ("newest", "2026-02-01T00:00:00Z"))
        ]
        self.experiments: list[Json] = []
        self.runs: list[Json] = []
        self._run = run
        super().__init__()

    def answer(self, request: Request) -> Answer:
        """What the API server would say."""
        path = request.path.removeprefix(self.BASE).split("/")
        if path == ["healthz"]:
            return 200, {"multi_user": True}
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return 401, {"error": "Unauthenticated", "code": 16, "message": "no or another token"}
        wanted = [
            one["stringValue"] for one in json.loads(request.query.get("filter", "{}")).get("predicates", [])
        ]
        own = request.query.get("namespace") == self.namespace

        def named(kept: list[Json]) -> list[Json]:
            return [one for one in kept if own and wanted in ([], [one["display_name"]])]

        match (request.method, path):
            case ("GET", ["experiments"]):
                return 200, {"experiments": named(self.experiments)}
            case ("POST", ["experiments"]):
                made = {**request.body, "experiment_id": f"e{len(self.experiments) + 1}"}
                self.experiments.append(made)
                return 200, made
            case ("GET", ["pipelines"]):
                # Without its namespace a pipeline is not found: those are the ones that all tenants share.
                return 200, {"pipelines": named(self.pipelines)}
            case ("GET", ["pipelines", "p1", "versions"]):
                newest = request.query.get("sort_by") == "created_at desc"
                ordered = sorted(self.versions, key=lambda one: one["created_at"], reverse=newest)
                return 200, {"pipeline_versions": ordered[: int(request.query.get("page_size") or 10)]}
            case ("POST", ["runs"]):
                started = {**request.body, "run_id": f"r{len(self.runs) + 1}", "state": "PENDING"}
                self.runs.append(started)
                return 200, started
            case ("GET", ["runs", name]):
                for one in self.runs:
                    if one["run_id"] == name:
                        done = {"PENDING": lambda _: "RUNNING", "RUNNING": self._run}.get(one["state"])
                        one["state"] = one["state"] if done is None else done(one)
                        return 200, dict(one)
        return 404, {"error": "NotFound", "code": 5, "message": f"{request.method} {request.path}"}
