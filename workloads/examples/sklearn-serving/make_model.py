"""Makes the model that the serving example serves: a classifier of irises, as one joblib file in a folder.

It runs in KServe's scikit-learn server image, so that the model is read by the very versions that wrote it.
"""

import argparse
from pathlib import Path

import joblib
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

LOWEST_ACCURACY = 0.9


def make_model() -> tuple[Pipeline, float]:
    """Trains the classifier; the number is its accuracy on flowers that it has not seen."""
    flowers, species = load_iris(return_X_y=True)
    seen, unseen, seen_species, unseen_species = train_test_split(
        flowers, species, test_size=0.25, random_state=7, stratify=species
    )
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500))
    model.fit(seen, seen_species)
    return model, float(model.score(unseen, unseen_species))


def write_model(model: Pipeline, folder: Path) -> Path:
    """Writes the model whole or not at all: a job that is killed and tried again leaves no half file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "model.joblib"
    unfinished = folder / "model.unfinished"
    joblib.dump(model, unfinished)
    return unfinished.replace(file)


def main() -> None:
    """Makes the model, and refuses to hand over a bad one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, required=True, help="folder to write the model to")
    folder: Path = parser.parse_args().output
    model, accuracy = make_model()
    if accuracy < LOWEST_ACCURACY:
        raise SystemExit(f"accuracy {accuracy:.3f} is below {LOWEST_ACCURACY}: nothing was written")
    print(f"accuracy={accuracy:.3f} model={write_model(model, folder)}", flush=True)


if __name__ == "__main__":
    main()
