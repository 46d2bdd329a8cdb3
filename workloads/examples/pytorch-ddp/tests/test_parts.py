"""The parts by themselves: images, storage, checkpoints, the exported model."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch
import torch.distributed as dist
from conftest import Run

from checkpoints import Checkpoints
from data import Dataset, read_dataset
from make_dataset import CLASSES, files, make
from meeting import meet
from place import Place, join
from settings import parse
from storage import Folder, open_storage
from train import train
from trainer import Trainer


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """This process, with nobody else."""
    monkeypatch.delenv("RANK", raising=False)
    place = join()
    yield place
    dist.destroy_process_group()
    torch.use_deterministic_algorithms(False)


@pytest.fixture(scope="session")
def dataset(images: Path) -> Dataset:
    return read_dataset(str(images))


def test_the_same_seed_draws_the_same_images() -> None:
    assert dict(files(2, 1, seed=1)) == dict(files(2, 1, seed=1))
    assert dict(files(2, 1, seed=1)) != dict(files(2, 1, seed=2))
    assert len(dict(files(2, 1, seed=1))) == 3 * len(CLASSES)


def test_images_are_read_with_their_classes(dataset: Dataset) -> None:
    assert dataset.classes == CLASSES
    assert dataset.train.pixels.shape == (1200, 1, 24, 24)
    assert dataset.train.pixels.dtype == torch.uint8
    assert dataset.test.labels.bincount().tolist() == [60] * 4


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda folder: (folder / "train/circle").rename(folder / "test/oval"), "classes that train has not"),
        (lambda folder: (folder / "test").rename(folder / "exam"), "/test has no images"),
        (lambda folder: (folder / "train").rename(folder / "practice"), "no train/<class>/<image>"),
    ],
)
def test_a_set_that_is_none_is_refused(change: object, message: str, tmp_path: Path) -> None:
    make(Folder(tmp_path), train=1, test=1)
    assert callable(change)
    change(tmp_path)
    with pytest.raises(ValueError, match=message):
        read_dataset(str(tmp_path))


@pytest.mark.parametrize("place", ["folder", "s3"])
def test_storage_keeps_files_by_name(place: str, tmp_path: Path, s3: str) -> None:
    storage = open_storage(f"{s3}/team-a" if place == "s3" else str(tmp_path / "team-a"))
    assert storage.names() == []
    storage.write("b/one", b"1")
    storage.write("a", b"2")
    storage.write("a", b"3")
    assert storage.names() == ["a", "b/one"]
    assert storage.read("a") == b"3"
    storage.delete("b/one")
    storage.delete("b/one")
    assert storage.names() == ["a"]


def test_an_interrupted_write_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / ".part").write_bytes(b"half")
    assert Folder(tmp_path).names() == []


@pytest.mark.parametrize("uri", ["gs://bucket/prefix", "s3:///prefix", "", "https://host/path"])
def test_other_places_are_refused(uri: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        open_storage(uri)


def test_an_attempt_does_not_meet_the_one_before() -> None:
    store = torch.distributed.HashStore()  # type: ignore[attr-defined]
    with ThreadPoolExecutor() as pool:
        for attempt in ("first", "second", "third"):
            others = [pool.submit(meet, store, rank, 3, 30) for rank in (2, 1)]
            first = meet(store, 0, 3, 30)
            assert not first.check(["address"])
            first.set("address", attempt)
            assert [other.result().get("address") for other in others] == [attempt.encode()] * 2


def test_one_who_comes_late_is_waited_for_by_all() -> None:
    store = dist.HashStore()  # type: ignore[attr-defined]
    with ThreadPoolExecutor() as pool:
        for one in [pool.submit(meet, store, rank, 3, 30) for rank in (0, 1, 2)]:
            one.result()
        early = [pool.submit(meet, store, rank, 3, 30) for rank in (0, 1)]
        # By now rank 0 has called the new rank 1, and with it the rank 2 of the attempt before.
        time.sleep(0.5)
        rooms = [one.result() for one in (*early, pool.submit(meet, store, 2, 3, 30))]
        rooms[0].set("address", "here")
        assert all(room.check(["address"]) for room in rooms)


def test_who_does_not_come_is_not_waited_for_without_end() -> None:
    with pytest.raises(TimeoutError, match="not all processes have come"):
        meet(torch.distributed.HashStore(), 0, 2, timeout=0.1)  # type: ignore[attr-defined]


@pytest.mark.usefixtures("alone")
def test_the_newest_checkpoints_stay(tmp_path: Path) -> None:
    checkpoints = Checkpoints.at(str(tmp_path))
    assert checkpoints.newest() is None
    for step in (5, 10, 100):
        checkpoints.save(step, {"step": step, "tensor": torch.tensor([float(step)])})
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "checkpoint-0000000010.pt",
        "checkpoint-0000000100.pt",
    ]
    newest = checkpoints.newest()
    assert newest is not None
    assert newest["step"] == 100


@pytest.mark.usefixtures("alone")
def test_a_checkpoint_is_no_program(tmp_path: Path) -> None:
    torch.save({"step": Path}, tmp_path / "checkpoint-0000000001.pt")
    with pytest.raises(Exception, match="Unsupported"):
        Checkpoints.at(str(tmp_path)).newest()


def test_a_run_goes_on_in_the_middle_of_an_epoch(alone: Place, dataset: Dataset) -> None:
    settings = parse(["--epochs", "1", "--batch-size", "64"])
    whole, halved = (Trainer(settings, alone, dataset) for _ in range(2))
    torch.manual_seed(1)
    for _ in whole.epoch():
        pass
    torch.manual_seed(1)
    for step in halved.epoch():
        if step == 7:
            break
    state = halved.save()
    torch.manual_seed(2)
    resumed = Trainer(settings, alone, dataset)
    resumed.restore(state)
    assert resumed.progress.step == 7
    for _ in resumed.epoch():
        pass
    assert resumed.digest() == whole.digest()
    assert resumed.end_epoch() == whole.end_epoch()


def test_a_checkpoint_of_another_run_is_refused(alone: Place, dataset: Dataset) -> None:
    state = Trainer(parse([]), alone, dataset).save()
    with pytest.raises(ValueError, match=r"another run's \(learning_rate 0.05, now 0.1\)"):
        Trainer(parse(["--learning-rate", "0.1"]), alone, dataset).restore(state)
    # Where checkpoints are, and how many, is nothing to the run.
    Trainer(parse(["--checkpoint-every", "3"]), alone, dataset).restore(state)


def test_a_run_that_is_at_its_end_trains_nothing(
    alone: Place, images: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = parse(["--data", str(images), "--epochs", "1", "--checkpoints", str(tmp_path)])
    outputs = []
    for _ in range(2):
        train(settings, alone)
        outputs.append(capsys.readouterr().out.splitlines())
    assert [line.split("=")[0] for line in outputs[0]] == ["epoch", "processes", outputs[0][-1]]
    assert outputs[1] == ["resumed after step 37 in epoch 2", *outputs[0][1:]]


def test_the_exported_model_needs_none_of_this_code(
    uninterrupted: tuple[Run, Path], dataset: Dataset, tmp_path: Path
) -> None:
    run, folder = uninterrupted
    torch.save((dataset.test.pixels, dataset.test.labels), tmp_path / "test.pt")
    program = (
        "import sys, torch\n"
        "model = torch.jit.load(sys.argv[1])\n"
        "pixels, labels = torch.load(sys.argv[2])\n"
        "print((model(pixels).argmax(dim=1) == labels).float().mean().item())\n"
    )
    command = [sys.executable, "-I", "-W", "ignore", "-c", program]
    command += [str(folder / "shapes/1/model.pt"), str(tmp_path / "test.pt")]
    finished = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert float(finished.stdout) == pytest.approx(run.numbers("accuracy")[-1], abs=1e-4)
    assert json.loads((folder / "shapes/labels.json").read_text()) == list(CLASSES)
    config = (folder / "shapes/config.pbtxt").read_text()
    assert 'input [{ name: "pixels__0" data_type: TYPE_UINT8 dims: [1, 24, 24] }]' in config
    assert 'output [{ name: "scores__0" data_type: TYPE_FP32 dims: [4]' in config
