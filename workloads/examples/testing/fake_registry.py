"""The Model Registry, for tests."""

from json_server import Answer, Json, JsonServer, Request


class FakeRegistry(JsonServer):
    """The part of the Model Registry's REST API that a program needs, behind a gateway that asks for a token."""

    BASE = "/api/model_registry/v1alpha3/"

    def __init__(self, token: str) -> None:
        """It is empty, and `token` is the one that the gateway takes."""
        self.token = token
        self.models: list[Json] = []
        self.versions: list[Json] = []
        self.artifacts: list[Json] = []
        super().__init__()

    def answer(self, request: Request) -> Answer:
        """What the registry would say, or the gateway before it."""
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return 403, {"message": "RBAC: access denied"}
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
