"""What the command line and the environment decide."""

import argparse
import os
from dataclasses import asdict, dataclass

LOCATIONS = ("data", "checkpoints", "output", "checkpoint_every")
"""Settings that change nothing about what is learned."""


@dataclass(frozen=True)
class Settings:
    """Settings of a run; the command line's help says what each means."""

    data: str | None
    checkpoints: str | None
    output: str | None
    checkpoint_every: int
    epochs: int
    batch_size: int
    learning_rate: float
    momentum: float
    weight_decay: float
    dropout: float
    seed: int

    def identity(self) -> dict[str, int | float]:
        """What two runs have to share, for one to go on where the other was."""
        return {name: value for name, value in asdict(self).items() if name not in LOCATIONS}


def parse(arguments: list[str] | None = None) -> Settings:
    """Reads the command line; ends the program where a value can't be."""
    parser = argparse.ArgumentParser(description="Trains a network on images, on several nodes.")
    parser.add_argument(
        "--data",
        default=_uri("DATA_URI"),
        help="s3://bucket/prefix or folder (DATA_URI); default: drawn here",
    )
    parser.add_argument(
        "--checkpoints", default=_uri("CHECKPOINT_URI"), help="likewise (CHECKPOINT_URI); default: none"
    )
    parser.add_argument("--output", default=_uri("OUTPUT_URI"), help="likewise (OUTPUT_URI); default: none")
    parser.add_argument("--checkpoint-every", type=_positive, default=50, help="steps; also after each epoch")
    parser.add_argument("--epochs", type=_positive, default=8)
    parser.add_argument("--batch-size", type=_positive, default=32, help="images of one process in one step")
    parser.add_argument(
        "--learning-rate", type=float, default=0.05, help="at the start; falls to 0 by a cosine"
    )
    parser.add_argument("--momentum", type=float, default=0.9)
    parser.add_argument("--weight-decay", type=float, default=1e-4)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=7)
    return Settings(**vars(parser.parse_args(arguments)))


def _uri(variable: str) -> str | None:
    return os.environ.get(variable) or None


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than 1")
    return value
