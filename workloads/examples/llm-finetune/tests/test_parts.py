"""Settings, places of processes, storage and the rules of checkpoints."""

import dataclasses
import json
from pathlib import Path

import pytest
import torch

import storage
from checkpoints import find_latest
from engine import configure
from errors import UserError
from finetune import learning_rate
from processes import Place, find_place
from settings import Settings, accumulation, parse


def settings(*arguments: str) -> Settings:
    """Settings of a toy."""
    return parse(["--toy", "--data=data", "--output=output", *arguments])


def test_places_of_processes() -> None:
    """As torchrun, mpirun and nobody say."""
    torchrun = {"RANK": "3", "LOCAL_RANK": "1", "WORLD_SIZE": "4", "MASTER_ADDR": "node-0"}
    assert find_place(torchrun)[0] == Place(rank=3, local_rank=1, world_size=4)
    mpirun = {
        f"OMPI_COMM_WORLD_{name}": value
        for name, value in (("RANK", "2"), ("LOCAL_RANK", "0"), ("SIZE", "4"))
    }
    place, variables = find_place({**mpirun, "MASTER_ADDR": "launcher"})
    assert place == Place(rank=2, local_rank=0, world_size=4)
    assert variables == {
        "RANK": "2",
        "LOCAL_RANK": "0",
        "WORLD_SIZE": "4",
        "MASTER_ADDR": "launcher",
        "MASTER_PORT": "29500",
    }
    place, variables = find_place({})
    assert place == Place(rank=0, local_rank=0, world_size=1)
    assert variables["MASTER_ADDR"] == "127.0.0.1"
    with pytest.raises(UserError, match="-x MASTER_ADDR="):
        find_place(mpirun)


def test_wrong_settings_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what is allowed."""
    monkeypatch.delenv("DATA_URI", raising=False)
    with pytest.raises(UserError, match=r"^--data is missing: .* DATA_URI"):
        parse(["--toy", "--output=output"])
    with pytest.raises(UserError, match=r"^--lora-rank is 0; at least 1"):
        settings("--lora-rank=0")
    assert accumulation(settings("--batch-size=12", "--micro-batch-size=2"), 3) == 2
    with pytest.raises(UserError, match=r"^--batch-size 12 is no multiple of 8 "):
        accumulation(settings("--batch-size=12", "--micro-batch-size=2"), 4)


def test_configuration_of_deepspeed() -> None:
    """What GPUs get and processors don't."""
    chosen = settings("--batch-size=16", "--micro-batch-size=2", "--zero-stage=3", "--learning-rate=0.1")
    on_gpu = configure(chosen, 4, torch.device("cuda", 1))
    assert on_gpu == {
        "train_batch_size": 16,
        "train_micro_batch_size_per_gpu": 2,
        "gradient_accumulation_steps": 2,
        "gradient_clipping": 1.0,
        "optimizer": {"type": "AdamW", "params": {"lr": 0.1, "weight_decay": 0.0, "torch_adam": True}},
        "zero_optimization": {"stage": 3, "overlap_comm": True, "contiguous_gradients": True},
        "bf16": {"enabled": True},
        "steps_per_print": 1_000_000,
    }
    assert configure(chosen, 4, torch.device("cpu"))["bf16"] == {"enabled": False}


def test_learning_rate() -> None:
    """Up in a line, down in a line."""
    chosen = settings("--steps=10", "--warmup-steps=2", "--learning-rate=1")
    assert [learning_rate(chosen, step) for step in (0, 1, 2, 6, 9)] == [0.5, 1.0, 1.0, 0.5, 0.125]


@pytest.mark.parametrize("kind", ["folder", "s3"])
def test_storage(kind: str, bucket: str, tmp_path: Path) -> None:
    """The same of folders and of prefixes: what begins alike is not touched."""
    root = f"s3://{bucket}/storage" if kind == "s3" else str(tmp_path / "storage")
    source, target = tmp_path / "source", tmp_path / "target"
    (source / "deep").mkdir(parents=True)
    (source / "one").write_text("1")
    (source / "deep" / "two").write_text("2")
    storage.publish(source, storage.join(root, "step-1"))
    storage.publish(source, storage.join(root, "step-10/"))
    storage.write_text(root, "latest", "step-1")
    assert storage.read_text(root, "latest") == "step-1"
    assert storage.read_text(root, "oldest") is None
    assert storage.list_folders(root) == ["step-1", "step-10"]
    storage.remove(storage.join(root, "step-1"))
    assert storage.list_folders(root) == ["step-10"]
    target.mkdir()
    (target / "old").write_text("gone")
    storage.fetch(storage.join(root, "step-10"), target)
    assert {str(file.relative_to(target)) for file in target.rglob("*") if file.is_file()} == {
        "one",
        "deep/two",
    }
    with pytest.raises(UserError, match="step-1"):
        storage.fetch(storage.join(root, "step-1"), target)


def test_checkpoints_of_another_run_are_refused(tmp_path: Path) -> None:
    """Other settings or another number of processes; where results lie is no such difference."""
    chosen = settings(f"--checkpoints={tmp_path}")
    assert find_latest(chosen, 2) is None
    latest = {"step": 5, "processes": 2, "settings": chosen.digest(), "first_loss": 1.5}
    storage.write_text(str(tmp_path), "latest.json", json.dumps(latest))
    assert find_latest(dataclasses.replace(chosen, output="elsewhere"), 2) == latest
    with pytest.raises(
        UserError, match="of 2 processes, each with its part of the optimizer's state; 4 can't"
    ):
        find_latest(chosen, 4)
    with pytest.raises(UserError, match="of a run with other settings"):
        find_latest(dataclasses.replace(chosen, lora_rank=4), 2)
