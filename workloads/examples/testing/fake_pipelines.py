"""KFP's API server, for tests."""

import json
from collections.abc import Callable

from json_server import Answer, Json, JsonServer, Request


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
