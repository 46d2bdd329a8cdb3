"""Serves the pipeline's model by both inference protocols, with its inputs checked and its version in each answer.

KServe's own server for scikit-learn serves the same folder; this one says which model answered, takes features by
name, tells callers what is wrong with their input, and counts what it answers.
"""

import argparse
import json
import os
import uuid
from pathlib import Path
from typing import Any

import kserve
from fastapi.exceptions import RequestValidationError
from kserve import InferOutput, InferRequest, InferResponse, model_server
from kserve.errors import InvalidInput
from kserve_storage import Storage  # type: ignore[import-untyped]
from prometheus_client import Counter, Gauge
from starlette.requests import Request
from starlette.responses import JSONResponse

from inputs import FEATURES_TENSOR, BadInput, Table, Tensor, from_v1, from_v2
from model import TrainedModel, read_model

VERSION_HEADER = "x-served-version"
"""Header of answers with the model's version. What a canary's route says is another one: `x-model-version`."""

OF_MODEL = ["model_name", "model_version"]
PREDICTIONS = Counter("model_predictions", "Rows answered, by label.", [*OF_MODEL, "label"])
REFUSED = Counter("model_refused_requests", "Requests refused for their input.", OF_MODEL)
MISSING = Counter("model_missing_values", "Values that callers left out, by feature.", [*OF_MODEL, "feature"])
INFO = Gauge("model_info", "The model that is served: always 1.", OF_MODEL)


class TableServer(kserve.Model):  # type: ignore[misc]
    """A classifier of tables behind KServe's protocols."""

    def __init__(self, name: str, model: TrainedModel) -> None:
        """Under the name that callers know; ready from the start."""
        super().__init__(name, return_response_headers=True)
        self.model = model
        self.labels = {"model_name": name, "model_version": model.version}
        INFO.labels(**self.labels).set(1)
        # A rate of what never happened is 0, not unknown.
        REFUSED.labels(**self.labels)
        for label in model.classes:
            PREDICTIONS.labels(**self.labels, label=label)
        self.ready = True

    def get_input_types(self) -> list[dict[str, Any]]:
        """What the second protocol's metadata say."""
        return [{"name": FEATURES_TENSOR, "datatype": "FP64", "shape": [-1, len(self.model.features)]}]

    def get_output_types(self) -> list[dict[str, Any]]:
        """What the second protocol's metadata say."""
        return [
            {"name": "label", "datatype": "INT64", "shape": [-1]},
            {"name": "probability", "datatype": "FP64", "shape": [-1]},
        ]

    async def predict(
        self,
        payload: Any,
        headers: dict[str, str] | None = None,  # noqa: ARG002
        response_headers: dict[str, str] | None = None,
    ) -> dict[str, Any] | InferResponse:
        """Answers a request of either protocol; what is wrong with it becomes status 400."""
        try:
            table = self._table(payload)
        except BadInput as error:
            REFUSED.labels(**self.labels).inc()
            raise InvalidInput(str(error)) from error
        found = self.model.answer(table)
        for label in self.model.classes:
            PREDICTIONS.labels(**self.labels, label=label).inc(int((found.labels == label).sum()))
        for feature, column in zip(self.model.features, table.T, strict=True):
            MISSING.labels(**self.labels, feature=feature).inc(int((column != column).sum()))
        if response_headers is not None:
            response_headers[VERSION_HEADER] = self.model.version
        labels, probabilities = found.labels.tolist(), found.probabilities.tolist()
        if not isinstance(payload, InferRequest):
            return {
                "predictions": labels,
                "probabilities": probabilities,
                "model_version": self.model.version,
            }
        shape = [len(table)]
        outputs = [
            InferOutput(name="label", shape=shape, datatype="INT64", data=labels),
            InferOutput(name="probability", shape=shape, datatype="FP64", data=probabilities),
        ]
        return InferResponse(
            response_id=payload.id or str(uuid.uuid4()),
            model_name=self.name,
            model_version=self.model.version,
            infer_outputs=outputs,
            requested_outputs=payload.request_outputs,
            use_binary_outputs=payload.use_binary_outputs,
        )

    def _table(self, payload: Any) -> Table:
        if isinstance(payload, InferRequest):
            tensors = [Tensor(one.name, one.datatype, tuple(one.shape), one.data) for one in payload.inputs]
            return from_v2(tensors, self.model.features)
        if isinstance(payload, bytes):
            # KServe hands on as it is what doesn't call itself exactly `application/json`.
            try:
                payload = json.loads(payload)
            except ValueError as error:
                raise BadInput(f"the body is no JSON: {error}") from error
        return from_v1(payload, self.model.features)


async def malformed(_: Request, error: Exception) -> JSONResponse:
    """A body that is not of the second protocol's form is the caller's mistake like any other."""
    found = error.errors() if isinstance(error, RequestValidationError) else []
    # The body may be an inference request or bytes: what it lacks for the latter helps nobody.
    places = sorted(
        {".".join(map(str, one["loc"])) + ": " + one["msg"] for one in found if "bytes" not in one["loc"]}
    )
    return JSONResponse({"error": f"the body is no inference request: {'; '.join(places)}"}, status_code=400)


def main() -> None:
    """Fetches the model where it isn't there yet, and serves it until it is told to stop."""
    parser = argparse.ArgumentParser(description=__doc__, parents=[model_server.parser])
    parser.add_argument(
        "--model_dir",
        default="/mnt/models",
        help="folder of the model, where KServe puts it, or its address: s3://<bucket>/<folder>",
    )
    parser.set_defaults(model_name=os.environ.get("MODEL_NAME", "model"))
    options = parser.parse_args()
    address: str = options.model_dir
    try:
        # Storage says of a folder that isn't there that it knows no such kind of storage.
        model = read_model(Path(Storage.download(address) if "://" in address else address))
    except RuntimeError as error:
        raise SystemExit(f"{address}: {error}") from error
    model_server.app.add_exception_handler(RequestValidationError, malformed)
    # Latencies are in the metrics; a line for each request would say them again.
    server = kserve.ModelServer(enable_grpc=False, enable_latency_logging=False)
    server.start([TableServer(options.model_name, model)])


if __name__ == "__main__":
    main()
