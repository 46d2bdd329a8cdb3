# mypy: allow-untyped-decorators
"""The steps that train a model: on processors, or on a GPU.

A step is one function that runs alone in a container: what it uses it imports itself.
"""

from typing import Any

from kfp import dsl
from kfp.dsl import Dataset, Input, Model, Output

from images import ACCELERATED_IMAGE, LEARNING, PYTHON_IMAGE


@dsl.component(base_image=PYTHON_IMAGE, packages_to_install=LEARNING)
def train(
    train_data: Input[Dataset], schema: dict[str, Any], trees: int, seed: int, model: Output[Model]
) -> None:
    """Trains a forest and writes it as KServe's scikit-learn server reads it: one joblib in a folder."""
    import json
    from pathlib import Path

    import joblib
    import numpy as np
    import pandas as pd
    import sklearn
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline

    features = [rule["name"] for rule in schema["features"]]
    table = pd.read_csv(train_data.path)
    forest = RandomForestClassifier(n_estimators=trees, min_samples_leaf=5, random_state=seed)
    fitted = make_pipeline(SimpleImputer(strategy="median"), forest)
    # Without names: the server hands on plain lists.
    fitted.fit(table[features].to_numpy(float), table[schema["label"]].to_numpy(int))
    about = {
        "features": features,
        "label": schema["label"],
        "classes": [0, 1],
        "rows": len(table),
        "device": "cpu",
        "versions": {
            "scikit-learn": sklearn.__version__,
            "numpy": np.__version__,
            "joblib": joblib.__version__,
        },
    }
    folder = Path(model.path)
    folder.mkdir(parents=True, exist_ok=True)
    joblib.dump(fitted, folder / "model.joblib")
    (folder / "metadata.json").write_text(json.dumps(about, indent=2), encoding="utf-8")
    model.metadata.update({"framework": "scikit-learn", **about})


@dsl.component(base_image=ACCELERATED_IMAGE, packages_to_install=LEARNING)
def train_on_accelerator(
    train_data: Input[Dataset], schema: dict[str, Any], steps: int, strength: float, model: Output[Model]
) -> None:
    """Trains a logistic regression by Newton's method on the GPU, and hands it over as scikit-learn's.

    PyTorch does the arithmetic where it sees a GPU, and NumPy where it doesn't: the few functions used here
    have the same names in both.
    """
    import importlib
    import json
    from pathlib import Path
    from typing import Any

    import joblib
    import numpy as np
    import pandas as pd
    import sklearn
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    features = [rule["name"] for rule in schema["features"]]
    table = pd.read_csv(train_data.path)
    preparation = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    values = preparation.fit_transform(table[features].to_numpy(float))
    labels = table[schema["label"]].to_numpy(int)

    library: Any = np
    placement: dict[str, str] = {}
    try:
        torch: Any = importlib.import_module("torch")
        if torch.cuda.is_available():
            library, placement = torch, {"device": "cuda"}
    except ImportError:
        pass
    device = placement.get("device", "cpu")
    print(f"device={device}", flush=True)

    x = library.asarray(np.column_stack([values, np.ones(len(values))]), **placement)
    y = library.asarray(labels.astype(float), **placement)
    # The intercept is not held back, as in scikit-learn.
    penalty = library.asarray(np.diag([1.0 / strength] * values.shape[1] + [0.0]), **placement)
    weights = library.asarray(np.zeros(values.shape[1] + 1), **placement)
    for _ in range(steps):
        chance = 1 / (1 + library.exp(-(x @ weights)))
        slope = x.T @ (chance - y) + penalty @ weights
        curvature = (x.T * (chance * (1 - chance))) @ x + penalty
        weights = weights - library.linalg.solve(curvature, slope)
    found = np.asarray(weights.tolist())
    if not np.isfinite(found).all():
        raise RuntimeError("the weights are no numbers any more: lower strength")

    regression = LogisticRegression(C=strength)
    regression.classes_ = np.array([0, 1])
    regression.coef_ = found[None, :-1]
    regression.intercept_ = found[-1:]
    regression.n_features_in_ = values.shape[1]
    regression.n_iter_ = np.array([steps], dtype=np.int32)
    fitted = make_pipeline(*[step for _, step in preparation.steps], regression)
    about = {
        "features": features,
        "label": schema["label"],
        "classes": [0, 1],
        "rows": len(table),
        "device": device,
        "versions": {
            "scikit-learn": sklearn.__version__,
            "numpy": np.__version__,
            "joblib": joblib.__version__,
        },
    }
    folder = Path(model.path)
    folder.mkdir(parents=True, exist_ok=True)
    joblib.dump(fitted, folder / "model.joblib")
    (folder / "metadata.json").write_text(json.dumps(about, indent=2), encoding="utf-8")
    model.metadata.update({"framework": "scikit-learn", **about})
