"""What the command line decides. Addresses come from the environment where the command line names none."""

import argparse
import dataclasses
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from errors import UserError

TOY = "toy"
STAGES = (1, 2, 3)


@dataclass(frozen=True)
class Settings:
    """All that a run depends on."""

    base: str
    """The model that is tuned: id on the Hugging Face Hub, folder, `s3://` prefix, or `toy`."""
    revision: str | None
    """Commit, tag or branch on the Hub."""
    data: str
    """Folder or `s3://` prefix with `train*.jsonl` and `eval*.jsonl`."""
    checkpoints: str | None
    """Folder or `s3://` prefix from which an interrupted run goes on."""
    output: str
    """Folder or `s3://` prefix that gets `adapter/` and `model/`."""
    work_folder: Path
    """Scratch space of this node, the same for all of its processes."""
    zero_stage: int
    """What ZeRO shares out: 1 optimizer states, 2 gradients too, 3 parameters too."""
    lora_rank: int
    lora_alpha: int
    lora_dropout: float
    lora_targets: tuple[str, ...]
    """Names of the layers that get an adapter; `all-linear` stands for all but the head."""
    sequence_length: int
    """Tokens of a block."""
    packing: bool
    """Puts several short examples into one block."""
    gradient_checkpointing: bool
    """Computes activations again in the backward pass, which takes less memory and more time."""
    steps: int
    batch_size: int
    """Blocks of one step, over all processes."""
    micro_batch_size: int
    """Blocks that one process computes at once."""
    learning_rate: float
    warmup_steps: int
    weight_decay: float
    gradient_clipping: float
    checkpoint_every: int
    """Steps from one checkpoint to the next."""
    keep_checkpoints: int
    seed: int

    def digest(self) -> str:
        """Tells runs apart whose checkpoints are no use to one another."""
        unimportant = {"checkpoints", "output", "work_folder", "checkpoint_every", "keep_checkpoints"}
        relevant = {
            name: value for name, value in dataclasses.asdict(self).items() if name not in unimportant
        }
        return hashlib.sha256(json.dumps(relevant, sort_keys=True).encode()).hexdigest()[:16]


def parse(arguments: list[str] | None = None) -> Settings:
    """Reads the command line.

    Raises UserError naming the option that is wrong.
    """
    parser = argparse.ArgumentParser(description="Fine-tunes a language model by LoRA on DeepSpeed ZeRO.")
    base = parser.add_mutually_exclusive_group(required=True)
    base.add_argument("--base", help="model: id on the Hugging Face Hub, folder or s3:// prefix")
    base.add_argument("--toy", action="store_const", dest="base", const=TOY, help="a tiny model made here")
    parser.add_argument("--revision", help="commit, tag or branch on the Hub")
    parser.add_argument("--data", default=os.environ.get("DATA_URI"), help="default: DATA_URI")
    parser.add_argument(
        "--checkpoints", default=os.environ.get("CHECKPOINT_URI"), help="default: CHECKPOINT_URI"
    )
    parser.add_argument("--output", default=os.environ.get("OUTPUT_URI"), help="default: OUTPUT_URI")
    parser.add_argument("--work-folder", type=Path, default=Path(tempfile.gettempdir()) / "finetune")
    parser.add_argument("--zero-stage", type=int, default=2, choices=STAGES)
    parser.add_argument("--lora-rank", type=int, default=16)
    parser.add_argument("--lora-alpha", type=int, default=32)
    parser.add_argument("--lora-dropout", type=float, default=0.05)
    parser.add_argument("--lora-targets", default="all-linear", help="comma-separated names of layers")
    parser.add_argument("--sequence-length", type=int, default=2048)
    parser.add_argument("--packing", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--gradient-checkpointing", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--steps", type=int, default=500)
    parser.add_argument("--batch-size", type=int, default=64, help="blocks of a step, over all processes")
    parser.add_argument("--micro-batch-size", type=int, default=1, help="blocks a process computes at once")
    parser.add_argument("--learning-rate", type=float, default=2e-4)
    parser.add_argument("--warmup-steps", type=int, default=10)
    parser.add_argument("--weight-decay", type=float, default=0.0)
    parser.add_argument("--gradient-clipping", type=float, default=1.0)
    parser.add_argument("--checkpoint-every", type=int, default=50)
    parser.add_argument("--keep-checkpoints", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    values = vars(parser.parse_args(arguments))
    values["lora_targets"] = tuple(name.strip() for name in values["lora_targets"].split(","))
    for name, variable in (("data", "DATA_URI"), ("output", "OUTPUT_URI")):
        if not values[name]:
            raise UserError(f"--{name} is missing: a folder or s3://<bucket>/<prefix>, here or in {variable}")
    for name in (
        *("lora_rank", "lora_alpha", "sequence_length", "steps", "batch_size"),
        *("micro_batch_size", "checkpoint_every", "keep_checkpoints"),
    ):
        if values[name] < 1:
            raise UserError(f"--{name.replace('_', '-')} is {values[name]}; at least 1 is needed")
    return Settings(**values)


def accumulation(settings: Settings, processes: int) -> int:
    """How many times a process computes gradients for one step.

    Raises UserError where the batch can't be shared out evenly.
    """
    at_once = settings.micro_batch_size * processes
    if settings.batch_size % at_once != 0:
        raise UserError(
            f"--batch-size {settings.batch_size} is no multiple of {at_once} "
            f"(--micro-batch-size {settings.micro_batch_size} on {processes} processes)"
        )
    return settings.batch_size // at_once
