"""Whole runs: what is learned, by whom, after what, and what is left behind."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from conftest import CHECKPOINTS, STEPS
from killed_worker import KILLED_AFTER
from peft import PeftModel
from runs import EXAMPLE, SECRETS, TOY, Run, alone, by_torchrun
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoTokenizer

import base

Finished = tuple[Run, Path]


def test_two_processes_learn(whole: Finished) -> None:
    """The loss falls, also on questions that are worded as none of those that were learned from."""
    run, _ = whole
    assert run.code == 0, run.output
    assert [step for step, _ in run.losses] == list(range(1, STEPS + 1))
    assert run.losses[-1][1] < run.losses[0][1] / 5
    assert run.number("processes") == 2
    assert run.number("eval_loss_after") < run.number("eval_loss_before") / 3


def test_zero_3_and_mpirun_change_nothing(whole: Finished, shared: Finished) -> None:
    """How the processes share the work out, and who started them, is all the same to the model."""
    (one, _), (other, _) = whole, shared
    assert other.code == 0, other.output
    assert other.number("zero_stage") == 3
    assert [loss for _, loss in other.losses] == pytest.approx([loss for _, loss in one.losses], rel=1e-4)
    assert other.number("eval_loss_after") == pytest.approx(one.number("eval_loss_after"), rel=1e-4)


def test_a_killed_worker_changes_nothing(whole: Finished, killed: Finished) -> None:
    """Both are started again by torchrun and go on from the checkpoint, and the end is the same."""
    (undisturbed, _), (run, _) = whole, killed
    assert run.code == 0, run.output
    assert run.number("resumed_after") == 20
    steps = [step for step, _ in run.losses]
    assert steps == [*range(1, KILLED_AFTER + 1), *range(21, STEPS + 1)]
    last = dict(run.losses)
    assert last == pytest.approx(dict(undisturbed.losses), rel=1e-5)
    for name in ("eval_loss_before", "eval_loss_after"):
        assert run.number(name) == pytest.approx(undisturbed.number(name), rel=1e-5)


@pytest.mark.usefixtures("killed")
def test_only_the_newest_checkpoints_stay(whole: Finished, s3: Any) -> None:
    """In a folder and in S3, without what is frozen."""
    folder = whole[1] / "checkpoints"
    names = {"latest.json", "step-00000040", "step-00000060"}
    assert {entry.name for entry in folder.iterdir()} == names
    listed = s3.list_objects_v2(Bucket="team-a", Prefix=CHECKPOINTS)["Contents"]
    assert {entry["Key"].split("/")[2] for entry in listed} == names
    states = torch.load(folder / "step-00000060" / "mp_rank_00_model_states.pt", weights_only=False)
    assert states["module"]
    assert all("lora_" in name for name in states["module"])


def test_the_adapter_holds_nothing_but_the_adapter(whole: Finished, shared: Finished) -> None:
    """Whole, also where ZeRO 3 had shared it out."""
    for _, folder in (whole, shared):
        adapter = folder / "output" / "adapter"
        assert {file.name for file in adapter.iterdir()} == {
            "adapter_config.json",
            "adapter_model.safetensors",
        }
        weights = load_file(adapter / "adapter_model.safetensors")
        assert len(weights) == 2 * 7 * 2
        assert all(name.endswith(("lora_A.weight", "lora_B.weight")) for name in weights)
        assert all(bool(weight.any()) and 8 in weight.shape for weight in weights.values())
        config = json.loads((adapter / "adapter_config.json").read_text())
        assert config["base_model_name_or_path"] == "toy"


def test_nothing_secret_is_left_behind(whole: Finished, killed: Finished, shared: Finished, s3: Any) -> None:
    """No secret anywhere, no path of this machine in what is handed on."""
    files = [file for _, folder in (whole, killed, shared) for file in folder.rglob("*") if file.is_file()]
    contents = {str(file): file.read_bytes() for file in files}
    for entry in s3.list_objects_v2(Bucket="team-a")["Contents"]:
        contents[entry["Key"]] = s3.get_object(Bucket="team-a", Key=entry["Key"])["Body"].read()
    assert len(contents) > 20
    for name, content in contents.items():
        assert not [secret for secret in SECRETS.values() if secret.encode() in content], name
        if "/output/" in name:
            assert not [path for path in (whole[1].parent, EXAMPLE) if str(path).encode() in content], name


def test_the_merged_model_is_base_and_adapter(whole: Finished) -> None:
    """Its numbers are theirs, and the files that describe it are the base's."""
    folder = whole[1]
    model, original = folder / "output" / "model", folder / "work" / "base"
    tokens = torch.arange(20, 60).reshape(2, 20)
    merged: Any = base.load_model(model)
    adapted: Any = PeftModel.from_pretrained(base.load_model(original), str(folder / "output" / "adapter"))
    untouched: Any = base.load_model(original)
    with torch.no_grad():
        expected = adapted(tokens).logits
        torch.testing.assert_close(merged(tokens).logits, expected, rtol=1e-4, atol=1e-4)
        assert (untouched(tokens).logits - expected).abs().max() > 1
    names = {"config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json"}
    assert {file.name for file in model.iterdir()} == {*names, "model.safetensors"}
    for name in names:
        assert (model / name).read_bytes() == (original / name).read_bytes()


def test_the_merged_model_says_what_it_learned(whole: Finished) -> None:
    """Answers to the questions of the training data, and an end to each."""
    folder = whole[1] / "output" / "model"
    tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model: Any = AutoModelForCausalLM.from_pretrained(folder, local_files_only=True)
    lines = (EXAMPLE / "toy-data" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [example for example in map(json.loads, lines) if "prompt" in example]
    right = 0
    for example in asked:
        given = tokenizer(example["prompt"], return_tensors="pt")
        made = model.generate(**given)[0, given["input_ids"].shape[1] :]
        said = tokenizer.decode(made, skip_special_tokens=True)
        right += said == example["completion"] and made[-1] == tokenizer.eos_token_id
    assert right >= 0.8 * len(asked), f"{right} of {len(asked)}"


def test_everything_in_s3(whole: Finished, s3: Any, tmp_path: Path) -> None:
    """One process, without packing, tunes the merged model further: base, data and results are in S3."""
    for source, prefix in ((whole[1] / "output" / "model", "models/v1"), (EXAMPLE / "toy-data", "data")):
        for file in source.iterdir():
            s3.upload_file(str(file), "team-a", f"{prefix}/{file.name}")
    run = alone(
        [
            *("--base=s3://team-a/models/v1", *TOY, "--no-packing", "--zero-stage=1", "--steps=2"),
            *("--lora-targets=q_proj,v_proj", "--no-gradient-checkpointing", f"--work-folder={tmp_path}"),
        ],
        {"DATA_URI": "s3://team-a/data/", "OUTPUT_URI": "s3://team-a/models/v2"},
    )
    assert run.code == 0, run.output
    # It begins where the other run ended.
    assert run.number("eval_loss_before") == pytest.approx(whole[0].number("eval_loss_after"), rel=1e-3)
    listed = s3.list_objects_v2(Bucket="team-a", Prefix="models/v2/")["Contents"]
    keys = {entry["Key"].removeprefix("models/v2/") for entry in listed}
    assert {"adapter/adapter_model.safetensors", "model/model.safetensors", "model/config.json"} <= keys
    adapter = json.loads(
        s3.get_object(Bucket="team-a", Key="models/v2/adapter/adapter_config.json")["Body"].read()
    )
    assert adapter["base_model_name_or_path"] == "v1"


def test_wrong_data_end_the_run_with_one_message(tmp_path: Path) -> None:
    """Exit code 2, file and line, no trace."""
    (tmp_path / "train.jsonl").write_text('{"text": "good"}\n{"promt": "wrong"}\n')
    run = alone(["--toy", f"--data={tmp_path}", f"--output={tmp_path}", f"--work-folder={tmp_path / 'work'}"])
    assert run.code == 2, run.output
    assert "error: train.jsonl, line 2: found promt; {" in run.output
    assert "Traceback" not in run.output


@pytest.mark.gpu
def test_a_gpu_learns(tmp_path: Path, arguments: list[str]) -> None:
    """Bfloat16 and NCCL; ZeRO 3, which has the most to do with where tensors are."""
    places = [f"--work-folder={tmp_path / 'work'}", f"--output={tmp_path / 'output'}"]
    run = by_torchrun([*arguments, *places, "--zero-stage=3"], processes=1, on_gpu=True)
    assert run.code == 0, run.output
    assert "device=cuda" in run.output
    assert run.number("eval_loss_after") < run.number("eval_loss_before") / 3
