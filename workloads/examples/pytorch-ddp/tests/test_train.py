"""Whole runs by torchrun: they learn, and a kill changes nothing about what they learn."""

import os
import signal
from pathlib import Path

import pytest
from conftest import EPOCHS, Run, Torchrun, free_port, two_processes

from storage import open_storage

Uninterrupted = tuple[Run, Path]


def test_learns(uninterrupted: Uninterrupted) -> None:
    run, _ = uninterrupted
    losses, accuracies = run.numbers("loss"), run.numbers("accuracy")
    assert len(losses) == len(accuracies) == EPOCHS
    assert losses[-1] < losses[0] / 2, run.output
    # Of four classes, equally many of each: guesses are right in 0.25.
    assert accuracies[-1] > 0.8, run.output
    assert run.resumed() == []


def test_a_worker_killed_in_the_middle_changes_nothing(
    uninterrupted: Uninterrupted, images: Path, tmp_path: Path
) -> None:
    arguments = ["--data", str(images), "--epochs", str(EPOCHS), "--checkpoint-every", "5"]
    arguments += ["--checkpoints", str(tmp_path / "checkpoints")]
    with Torchrun(tmp_path / "log", two_processes(restarts=2), arguments) as torchrun:
        torchrun.wait_for("^epoch=3 ")
        os.kill(torchrun.worker(rank=0), signal.SIGKILL)
        run = torchrun.finish()
    _assert_same_after_restart(run, uninterrupted[0])
    assert len(open_storage(str(tmp_path / "checkpoints")).names()) == 2


def test_checkpoints_in_s3_do_the_same(
    uninterrupted: Uninterrupted, images_in_s3: str, s3: str, tmp_path: Path
) -> None:
    places = {
        "DATA_URI": images_in_s3,
        "CHECKPOINT_URI": f"{s3}/team-a/runs/1",
        "OUTPUT_URI": f"{s3}/team-a/models/1",
    }
    arguments = ["--epochs", str(EPOCHS), "--checkpoint-every", "5"]
    with Torchrun(tmp_path / "log", two_processes(restarts=2), arguments, **places) as torchrun:
        torchrun.wait_for("^epoch=2 ")
        os.kill(torchrun.worker(rank=1), signal.SIGKILL)
        run = torchrun.finish()
    _assert_same_after_restart(run, uninterrupted[0])
    assert [name.partition(".")[2] for name in open_storage(places["CHECKPOINT_URI"]).names()] == ["pt", "pt"]
    written = open_storage(places["OUTPUT_URI"])
    assert written.names() == _names(uninterrupted[1])
    for name in ("shapes/config.pbtxt", "shapes/labels.txt"):
        assert written.read(name) == (uninterrupted[1] / name).read_bytes()


def test_two_nodes_learn_what_two_processes_of_one_do(
    uninterrupted: Uninterrupted, images: Path, tmp_path: Path
) -> None:
    port = str(free_port())
    arguments = ["--data", str(images), "--epochs", str(EPOCHS)]
    # As the controllers say it.
    node = {
        "PET_NNODES": "2",
        "PET_NPROC_PER_NODE": "1",
        "PET_MASTER_ADDR": "127.0.0.1",
        "PET_MASTER_PORT": port,
    }
    with (
        Torchrun(tmp_path / "log-0", [], arguments, PET_NODE_RANK="0", **node) as first,
        Torchrun(tmp_path / "log-1", [], arguments, PET_NODE_RANK="1", **node) as second,
    ):
        run = first.finish()
        assert "epoch=" not in second.finish().output
    assert run.weights() == uninterrupted[0].weights()


@pytest.mark.gpu(2)
def test_gpus_learn_with_nccl_and_mixed_precision(images: Path, tmp_path: Path) -> None:
    arguments = ["--data", str(images), "--epochs", str(EPOCHS)]
    with Torchrun(tmp_path / "log", two_processes(), arguments) as torchrun:
        run = torchrun.finish()
    assert "device=cuda" in run.output
    assert run.numbers("accuracy")[-1] > 0.8


@pytest.mark.gpu
def test_a_gpu_goes_on_bit_for_bit(images: Path, tmp_path: Path) -> None:
    runs = []
    for name, interrupted in (("whole", False), ("killed", True)):
        arguments = ["--data", str(images), "--epochs", "20", "--checkpoints", str(tmp_path / name)]
        launcher = ["--standalone", "--nproc-per-node", "1", "--max-restarts", "2"]
        with Torchrun(tmp_path / f"{name}.log", launcher, arguments) as torchrun:
            if interrupted:
                torchrun.wait_for("^epoch=2 ")
                os.kill(torchrun.worker(rank=0), signal.SIGKILL)
            runs.append(torchrun.finish())
    assert "device=cuda" in runs[0].output
    _assert_same_after_restart(runs[1], runs[0])


def _assert_same_after_restart(run: Run, other: Run) -> None:
    assert run.resumed(), run.output
    (step, epoch), *_ = run.resumed()
    assert step > 0, run.output
    assert 1 < epoch <= EPOCHS, run.output
    assert run.weights() == other.weights()
    assert run.numbers("loss")[-1] == other.numbers("loss")[-1]
    assert run.numbers("accuracy")[-1] == other.numbers("accuracy")[-1]


def _names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
