"""Runs the steps of ../../pipeline, which make what is served here.

KFP and KServe can't be installed together (protobuf), and a step is a plain function once KFP's decorator is away: so
for the import of the steps, these few names are in KFP's place. What runs is the steps' own code.
"""

import csv
import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

PIPELINE = Path(__file__).resolve().parents[2] / "pipeline"


class Artifact:
    """A file or folder that a step reads or writes, with metadata; metrics are kept nowhere."""

    def __init__(self, path: Path) -> None:
        """Where it is."""
        self.path = self.uri = str(path)
        self.metadata: dict[str, Any] = {}

    def log_metric(self, *_: object) -> None:
        """Of metrics."""

    log_roc_curve = log_confusion_matrix = log_metric


class Direction:
    """`Input[…]` and `Output[…]`."""

    def __class_getitem__(cls, kind: object) -> object:
        """The kind alone."""
        return kind


def component(**_: object) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Leaves the function as it is."""
    return lambda function: function


@contextmanager
def pipeline_modules() -> Iterator[Callable[[str], Any]]:
    """Imports modules of the pipeline's folder by their names, and forgets them afterwards."""
    dsl = ModuleType("kfp.dsl")
    kinds = ("Artifact", "ClassificationMetrics", "Dataset", "Metrics", "Model")
    vars(dsl).update(dict.fromkeys(kinds, Artifact), Input=Direction, Output=Direction, component=component)
    kfp = ModuleType("kfp")
    vars(kfp).update(dsl=dsl)
    before = set(sys.modules)
    sys.modules.update({"kfp": kfp, "kfp.dsl": dsl})
    sys.path.insert(0, str(PIPELINE))
    try:
        yield importlib.import_module
    finally:
        sys.path.remove(str(PIPELINE))
        for name, module in list(sys.modules.items()):
            own = str(getattr(module, "__file__", None) or "").startswith(str(PIPELINE))
            if name in ("kfp", "kfp.dsl") or (own and name not in before):
                del sys.modules[name]


@dataclass(frozen=True)
class Registered:
    """A model that the pipeline registered."""

    uri: str
    rows: list[list[float | None]]
    """Features of the customers that it was measured with."""


def register_model(folder: Path, *, source: str, models: str, service: str, trees: int) -> Registered:
    """Every step from the table in S3 to the registered model, as the pipeline has them."""
    folder.mkdir(parents=True)

    def at(name: str) -> Artifact:
        return Artifact(folder / name)

    data, valid, statistics, model, report = (
        at(name) for name in ("data", "valid", "stats", "model", "report")
    )
    training, testing = at("train"), at("test")
    with pipeline_modules() as module:
        schema = module("schema").CUSTOMERS
        features = module("schema").FEATURES
        steps, training_steps, learning = module("steps_data"), module("steps_train"), module("steps_model")
        steps.ingest(source=source, etag=steps.find_data(source=source), data=data)
        steps.validate(
            data=data, schema=schema, serving_uri="", drift_limit=0.25, valid=valid, statistics=statistics
        )
        steps.split(valid=valid, schema=schema, test_share=0.25, train_data=training, test_data=testing)
        training_steps.train(train_data=training, schema=schema, trees=trees, seed=7, model=model)
        learning.evaluate(
            test_data=testing,
            model=model,
            models=models,
            serving_uri="",
            lowest_auc=0.7,
            least_gain=0.0,
            metrics=at("metrics"),
            curve=at("curve"),
            report=report,
        )
        uri = learning.register(
            model=model,
            statistics=statistics,
            report=report,
            models=models,
            service=service,
            registry="",
            record=at("record"),
        )
    with Path(testing.path).open(encoding="utf-8", newline="") as table:
        rows = [
            [float(row[name]) if row[name] else None for name in features] for row in csv.DictReader(table)
        ]
    return Registered(uri, rows)


def drift_of(folder: Path, *, source: str, serving_uri: str) -> dict[str, float]:
    """What the pipeline's own step says of a table's distance from what a model knew."""
    folder.mkdir(parents=True)
    data, statistics = Artifact(folder / "data"), Artifact(folder / "stats")
    with pipeline_modules() as module:
        steps = module("steps_data")
        steps.ingest(source=source, etag=steps.find_data(source=source), data=data)
        steps.validate(
            data=data,
            schema=module("schema").CUSTOMERS,
            serving_uri=serving_uri,
            drift_limit=100.0,
            valid=Artifact(folder / "valid"),
            statistics=statistics,
        )
    drift: dict[str, float] = statistics.metadata["drift"]
    return drift


def customers_csv(rows: int, seed: int, shift: float = 0.0) -> bytes:
    """The pipeline's made-up customers."""
    with pipeline_modules() as module:
        made = module("make_data")
        content: bytes = made.to_csv(made.make_customers(rows, seed, shift))
    return content
