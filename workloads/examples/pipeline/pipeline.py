"""A pipeline of three steps: makes data, trains a classifier on one part, and measures it on the other.

`python pipeline.py` compiles it to pipeline.yaml beside this file; the README has the whole command.
"""

from pathlib import Path

from kfp import compiler, dsl
from kfp.dsl import Dataset, Input, Metrics, Model, Output

IMAGE = "python:3.12-slim"
PACKAGES = ["scikit-learn==1.5.2", "pandas==2.2.3"]


@dsl.component(base_image=IMAGE, packages_to_install=PACKAGES)
def make_data(rows: int, seed: int, train_data: Output[Dataset], test_data: Output[Dataset]) -> None:
    """Makes a table of two classes and writes three quarters of it for training, one for testing."""
    import pandas as pd
    from sklearn.datasets import make_classification
    from sklearn.model_selection import train_test_split

    values, labels = make_classification(n_samples=rows, n_features=8, n_informative=5, random_state=seed)
    table = pd.DataFrame(values, columns=[f"feature_{index}" for index in range(8)]).assign(label=labels)
    training, testing = train_test_split(table, test_size=0.25, random_state=seed, stratify=table["label"])
    training.to_csv(train_data.path, index=False)
    testing.to_csv(test_data.path, index=False)


@dsl.component(base_image=IMAGE, packages_to_install=PACKAGES)
def train(train_data: Input[Dataset], trees: int, model: Output[Model]) -> None:
    """Trains a forest and writes it in the form that KServe's scikit-learn server reads."""
    from pathlib import Path

    import joblib
    import pandas as pd
    from sklearn.ensemble import RandomForestClassifier

    table = pd.read_csv(train_data.path)
    forest = RandomForestClassifier(n_estimators=trees, random_state=0)
    forest.fit(table.drop(columns="label").to_numpy(), table["label"].to_numpy())
    folder = Path(model.path)
    folder.mkdir(parents=True, exist_ok=True)
    joblib.dump(forest, folder / "model.joblib")
    model.metadata["framework"] = "scikit-learn"


@dsl.component(base_image=IMAGE, packages_to_install=PACKAGES)
def evaluate(
    test_data: Input[Dataset], model: Input[Model], lowest_accuracy: float, metrics: Output[Metrics]
) -> float:
    """Measures the model on data that it has not seen, and fails where it is worse than what is asked for."""
    from pathlib import Path

    import joblib
    import pandas as pd

    table = pd.read_csv(test_data.path)
    forest = joblib.load(Path(model.path) / "model.joblib")
    accuracy = float(forest.score(table.drop(columns="label").to_numpy(), table["label"].to_numpy()))
    metrics.log_metric("accuracy", accuracy)
    if accuracy < lowest_accuracy:
        raise RuntimeError(f"accuracy {accuracy:.3f} is below {lowest_accuracy}")
    return accuracy


def sized(task: dsl.PipelineTask) -> dsl.PipelineTask:
    """Every step says what it takes: under a tenant's quota a pod that doesn't is refused."""
    return (
        task.set_cpu_request("500m")
        .set_cpu_limit("1")
        .set_memory_request("1Gi")
        .set_memory_limit("1Gi")
        .set_retry(num_retries=1)
    )


@dsl.pipeline(name="train-and-evaluate", description="Trains a classifier on made-up data and measures it.")
def train_and_evaluate(
    rows: int = 2000, seed: int = 7, trees: int = 100, lowest_accuracy: float = 0.8
) -> float:
    """The three steps, and what runs after what."""
    data = sized(make_data(rows=rows, seed=seed))
    trained = sized(train(train_data=data.outputs["train_data"], trees=trees))
    measured = sized(
        evaluate(
            test_data=data.outputs["test_data"],
            model=trained.outputs["model"],
            lowest_accuracy=lowest_accuracy,
        )
    )
    return measured.outputs["Output"]


if __name__ == "__main__":
    compiler.Compiler().compile(train_and_evaluate, str(Path(__file__).with_name("pipeline.yaml")))
