"""The model that the pipeline of ../pipeline registered, read from its folder."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import sklearn
from numpy.typing import NDArray

from inputs import Table


class BadModel(RuntimeError):
    """A folder that holds no model which can be served."""


@dataclass(frozen=True)
class Answers:
    """What a model says of each row."""

    labels: NDArray[np.int64]
    """The likelier class."""
    probabilities: NDArray[np.float64]
    """How likely the second class is."""


@dataclass(frozen=True)
class TrainedModel:
    """A classifier of two classes, and what is known of it."""

    name: str
    version: str
    features: tuple[str, ...]
    classes: tuple[int, ...]
    estimator: Any

    def answer(self, table: Table) -> Answers:
        """What the estimator's `predict` and `predict_proba` say, with the work done once."""
        shares = self.estimator.predict_proba(table)
        labels = np.asarray(self.estimator.classes_)[np.argmax(shares, axis=1)]
        return Answers(labels.astype(np.int64), shares[:, 1].astype(np.float64))


def read_model(folder: Path) -> TrainedModel:
    """Reads `model.joblib` and `metadata.json`.

    Loading a joblib runs what is in it, so it must be the file that was registered; and it must have been written by
    this version of scikit-learn: another one may load it and answer something else.
    """
    try:
        about = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
        content = (folder / "model.joblib").read_bytes()
    except (OSError, json.JSONDecodeError) as error:
        raise BadModel(f"{folder} holds no model of the pipeline: {error}") from error
    digest = hashlib.sha256(content).hexdigest()
    if digest != about["sha256"]:
        raise BadModel(f"model.joblib has digest {digest}, metadata.json says {about['sha256']}: not loaded")
    written, here = about["versions"]["scikit-learn"], sklearn.__version__
    if written != here:
        raise BadModel(f"the model was written by scikit-learn {written}, and this is {here}: not loaded")
    estimator = joblib.load(folder / "model.joblib")
    classes = tuple(int(one) for one in about["classes"])
    if len(classes) != 2 or tuple(estimator.classes_.tolist()) != classes:
        raise BadModel(
            f"the model's classes are {estimator.classes_.tolist()}, metadata.json says {list(classes)}"
        )
    return TrainedModel(
        name=about["name"],
        version=about["version"],
        features=tuple(about["features"]),
        classes=classes,
        estimator=estimator,
    )
