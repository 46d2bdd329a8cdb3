"""Tells metacontroller what a tenant's namespace has: the platform's templates, filled in.

Metacontroller posts each namespace that Kubeflow Pipelines is switched on for, and makes what the answer lists
(https://metacontroller.github.io/metacontroller/api/decoratorcontroller.html). Nothing is kept here and nothing is
asked: the same namespace gets the same answer, from any number of these servers.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ENABLED_LABEL = "pipelines.kubeflow.org/enabled"
POD_SECURITY_PREFIX = "pod-security.kubernetes.io/"
OBJECT_STORE_SECRET = "mlpipeline-minio-artifact"
MAXIMUM_REQUEST_BYTES = 16 * 1024 * 1024

Object = dict[str, Any]


class Templates:
    """The platform's templates (contract/tenants.ts says what is in them), and the object store's keys."""

    def __init__(self, document: Object, keys: dict[str, str] | None) -> None:
        self._objects: str = json.dumps(document["objects"])
        self._values: Object = document["values"]
        self._labels: Object = document["labels"]
        self._keys = keys

    def objects_of(self, namespace: str) -> list[Object]:
        """The objects of one tenant."""
        text = self._objects.replace("{{tenant.namespace}}", namespace)
        for name, value in self._values.items():
            filled = value["of"].get(namespace, value["otherwise"])
            text = text.replace("{{tenant." + name + "}}", filled)
        objects: list[Object] = json.loads(text)
        return objects + self._secrets_of(namespace)

    def pod_security_labels(self) -> dict[str, str]:
        """Labels that every tenant's namespace has to have; the profile controller gives them to new ones only."""
        return {name: value for name, value in self._labels.items() if name.startswith(POD_SECURITY_PREFIX)}

    def _secrets_of(self, namespace: str) -> list[Object]:
        if self._keys is None:
            return []
        data = {name: base64.b64encode(value.encode()).decode() for name, value in self._keys.items()}
        metadata = {"name": OBJECT_STORE_SECRET, "namespace": namespace}
        return [{"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "data": data}]


def answer(templates: Templates, request: Object) -> Object:
    """What metacontroller is to make of a namespace."""
    metadata = request["object"]["metadata"]
    if metadata.get("labels", {}).get(ENABLED_LABEL) != "true":
        return {"attachments": []}
    return {
        "labels": templates.pod_security_labels(),
        "attachments": templates.objects_of(metadata["name"]),
    }


def server(templates: Templates, address: str, port: int) -> ThreadingHTTPServer:
    """An HTTP server that answers POST /sync, and GET /healthz with 200."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/healthz"
            self._send(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND, {})

        def do_POST(self) -> None:
            if self.path != "/sync":
                self._send(HTTPStatus.NOT_FOUND, {})
                return
            length = int(self.headers.get("content-length", "0"))
            if length > MAXIMUM_REQUEST_BYTES:
                self._send(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {})
                return
            try:
                reply = answer(templates, json.loads(self.rfile.read(length)))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                problem = f"not a namespace: {error!r}"
                self._send(HTTPStatus.BAD_REQUEST, {"error": problem})
                return
            self._send(HTTPStatus.OK, reply)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet: the standard server writes a line for every request, 1,000 tenants make that many."""

        def _send(self, status: HTTPStatus, body: Object) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    class Server(ThreadingHTTPServer):
        # The standard server's 5 are lost where many ask at once, and asked again a second later.
        request_queue_size = 128

    return Server((address, port), Handler)


def object_store_keys() -> dict[str, str] | None:
    """Keys of the in-cluster object store; None where artifacts are in S3 and nobody has a key."""
    access = os.environ.get("OBJECT_STORE_ACCESS_KEY")
    secret = os.environ.get("OBJECT_STORE_SECRET_KEY")
    if not access or not secret:
        return None
    return {"accesskey": access, "secretkey": secret}


def main() -> None:
    """Serves until it is stopped; says which port once it listens."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--templates", type=Path, default=Path(__file__).with_name("tenants.json"))
    arguments = parser.parse_args()
    document = json.loads(arguments.templates.read_text(encoding="utf-8"))
    templates = Templates(document, object_store_keys())
    with server(templates, arguments.address, arguments.port) as listening:
        print(f"listening on port {listening.server_address[1]}", flush=True)
        listening.serve_forever()


if __name__ == "__main__":
    main()
