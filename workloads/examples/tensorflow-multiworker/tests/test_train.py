"""Whole runs of two workers: they learn, and a kill changes nothing about what they learn."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import EXAMPLE, Output, Workers

from readings import FORMS, LENGTH, make, read
from train import Worker, this_worker

Uninterrupted = tuple[list[Output], Path]

# Run without this example's code, as a server has none of it.
SERVE = """
import json, sys
import numpy as np
import tensorflow as tf
from tensorflow.core.protobuf import saved_model_pb2

with open(sys.argv[1] + "/saved_model.pb", "rb") as file:
    (graph,) = saved_model_pb2.SavedModel.FromString(file.read()).meta_graphs
described = graph.signature_def["serving_default"]
answer = tf.saved_model.load(sys.argv[1]).signatures["serving_default"](
    readings=tf.constant(np.load(sys.argv[2]))
)
print(json.dumps({
    "tags": list(graph.meta_info_def.tags),
    "method": described.method_name,
    "inputs": {name: [size.size for size in tensor.tensor_shape.dim] for name, tensor in described.inputs.items()},
    "outputs": {name: [size.size for size in tensor.tensor_shape.dim] for name, tensor in described.outputs.items()},
    "forms": [form.decode() for form in answer["form"].numpy()],
    "sums": answer["scores"].numpy().sum(axis=1).tolist(),
}))
"""


def test_two_workers_learn_the_same(uninterrupted: Uninterrupted) -> None:
    (chief, worker), _ = uninterrupted
    losses = chief.numbers("loss")
    assert len(losses) == 6
    assert losses[-1] < losses[0] / 2, chief.text
    # Of four forms, equally many of each: guesses are right in 0.25.
    assert chief.numbers("accuracy")[-1] > 0.85, chief.text
    assert chief.weights() == worker.weights()
    assert worker.numbers("loss") == []
    assert chief.resumed() is None


def test_a_worker_killed_in_the_middle_changes_nothing(
    uninterrupted: Uninterrupted, data: Path, tmp_path: Path
) -> None:
    (whole, _), _ = uninterrupted
    arguments = ["--data", str(data), "--checkpoints", str(tmp_path / "checkpoints")]
    with Workers(tmp_path / "first", arguments) as workers:
        workers.wait_for("^epoch=2 ")
        # The other can't go on alone; TFJob starts both again.
        workers.processes[1].kill()
    with Workers(tmp_path / "second", arguments) as workers:
        chief, worker = workers.finish()
    assert chief.resumed() == worker.resumed()
    step, epoch = chief.resumed() or (0, 0)
    assert step > 0, chief.text
    assert 2 <= epoch <= 6, chief.text
    assert chief.weights() == worker.weights() == whole.weights()
    assert chief.numbers("loss")[-1] == whole.numbers("loss")[-1]
    assert chief.numbers("accuracy")[-1] == whole.numbers("accuracy")[-1]
    assert len(list((tmp_path / "checkpoints").glob("*.index"))) == 2


def test_the_model_is_one_that_tensorflow_serving_takes(
    uninterrupted: Uninterrupted, data: Path, tmp_path: Path
) -> None:
    (chief, _), folder = uninterrupted
    # 2048 readings, 64 in a step, 6 epochs.
    assert [path.name for path in folder.iterdir()] == ["192"]
    readings, forms = read(str(data), "test")
    np.save(tmp_path / "readings.npy", readings)
    command = [sys.executable, "-I", "-c", SERVE, str(folder / "192"), str(tmp_path / "readings.npy")]
    finished = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert finished.returncode == 0, finished.stderr
    answer = json.loads(finished.stdout)
    assert answer["tags"] == ["serve"]
    assert answer["method"] == "tensorflow/serving/predict"
    assert answer["inputs"] == {"readings": [-1, LENGTH]}
    assert answer["outputs"] == {"form": [-1], "scores": [-1, len(FORMS)]}
    right = np.mean([FORMS[form] == guess for form, guess in zip(forms, answer["forms"], strict=True)])
    assert right == pytest.approx(chief.numbers("accuracy")[-1], abs=1e-3)
    assert answer["sums"] == pytest.approx([1.0] * len(forms), abs=1e-5)


def test_a_worker_knows_its_number() -> None:
    def config(kind: str, index: int, **cluster: int) -> str:
        hosts = {
            name: [f"{name}-{number}:2222" for number in range(count)] for name, count in cluster.items()
        }
        return json.dumps({"cluster": hosts, "task": {"type": kind, "index": index}})

    assert this_worker(None) == Worker(0, 1)
    assert this_worker(config("worker", 1, worker=3)) == Worker(1, 3)
    assert this_worker(config("chief", 0, chief=1, worker=2)) == Worker(0, 3)
    assert this_worker(config("worker", 1, chief=1, worker=2)) == Worker(2, 3)
    with pytest.raises(ValueError, match="a ps takes no part"):
        this_worker(config("ps", 0, ps=1, worker=2))


def test_the_same_seed_draws_the_same_readings(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        make(tmp_path / name, train=8, test=4, seed=seed)
    one, again, other = (read(str(tmp_path / name), "train") for name in ("one", "again", "other"))
    assert np.array_equal(one[0], again[0])
    assert not np.array_equal(one[0], other[0])
    assert one[0].shape == (8, LENGTH)
    assert sorted(one[1]) == [0, 0, 0, 0, 1, 1, 1, 1]
    with pytest.raises(ValueError, match=r"has no exam-\*\.tfrecord"):
        read(str(tmp_path / "one"), "exam")


@pytest.mark.gpu(2)
def test_gpus_learn(tmp_path: Path, data: Path) -> None:
    command = [sys.executable, str(EXAMPLE / "train.py"), "--data", str(data)]
    finished = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=180)
    assert finished.returncode == 0, finished.stderr
    assert Output(finished.stdout).numbers("accuracy")[-1] > 0.85
