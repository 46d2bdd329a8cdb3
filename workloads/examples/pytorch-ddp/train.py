"""Trains a network on images, on several nodes with PyTorch's DistributedDataParallel.

torchrun starts it, one process a GPU (or one a node without any). After a kill it goes on from its newest checkpoint
and ends with the same weights as without.
"""

import os
import sys

import torch.distributed as dist
from torch.distributed.elastic.multiprocessing.errors import record

from checkpoints import Checkpoints
from data import read_dataset
from export import export
from place import Place, join
from settings import Settings, parse
from trainer import Trainer


def train(settings: Settings, place: Place) -> None:
    """Trains to the last epoch, says how it goes, and writes the model."""
    trainer = Trainer(settings, place, read_dataset(settings.data))
    checkpoints = None if settings.checkpoints is None else Checkpoints.at(settings.checkpoints)

    def say(line: str) -> None:
        if place.leads:
            print(line, flush=True)

    def save() -> None:
        if checkpoints is not None:
            state = trainer.save()
            if place.leads:
                checkpoints.save(trainer.progress.step, state)

    found = None if checkpoints is None else checkpoints.newest()
    if found is not None:
        trainer.restore(found)
        say(f"resumed after step {trainer.progress.step} in epoch {trainer.progress.epoch + 1}")

    while trainer.progress.epoch < settings.epochs:
        for step in trainer.epoch():
            if step % settings.checkpoint_every == 0:
                save()
        loss = trainer.end_epoch()
        # Katib reads these lines; a name and a value each.
        say(f"epoch={trainer.progress.epoch} loss={loss:.6f} accuracy={trainer.accuracy():.4f}")
        save()

    accuracy = trainer.accuracy()
    say(
        f"processes={place.world} device={place.device.type} steps={trainer.progress.step} accuracy={accuracy:.4f}"
    )
    say(f"weights sha256:{trainer.digest()}")
    if settings.output is not None and place.leads:
        export(trainer.network, trainer.dataset.test.pixels, trainer.dataset.classes, settings.output)


@record
def main() -> None:
    """Joins the other processes, and trains."""
    settings = parse()
    place = join()
    try:
        train(settings, place)
    finally:
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
    # All is written. Without this, torch 2.12.1 now and then aborts a worker while Python ends (threads that nobody has
    # joined), and torchrun takes that for a failure of the run.
    sys.stdout.flush()
    os._exit(0)
