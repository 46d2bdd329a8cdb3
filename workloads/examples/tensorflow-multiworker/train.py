"""Trains a network on readings of a sensor, on several workers with MultiWorkerMirroredStrategy.

TF_CONFIG says who the workers are, as TFJob writes it; without it, a worker is alone. After a kill all workers are
started again, and go on from the newest checkpoint.
"""

import argparse
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from model import Momentum, Network, export
from readings import make, read


@dataclass(frozen=True)
class Settings:
    """What the command line decides; its help says what each means."""

    data: str | None
    checkpoints: Path | None
    output: Path | None
    checkpoint_every: int
    epochs: int
    batch_size: int
    learning_rate: float
    momentum: float
    seed: int


@dataclass(frozen=True)
class Worker:
    """One among several: by its number, as TF_CONFIG has it."""

    index: int
    count: int

    @property
    def leads(self) -> bool:
        """Its files are the ones that count."""
        return self.index == 0


def parse(arguments: list[str] | None = None) -> Settings:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description="Trains a network on readings, on several workers.")
    parser.add_argument("--data", default=os.environ.get("DATA_FOLDER"), help="default: drawn by each worker")
    parser.add_argument("--checkpoints", type=Path, help="folder that all workers mount; default: none")
    parser.add_argument("--output", type=Path, help="folder of the model's versions; default: none")
    parser.add_argument("--checkpoint-every", type=int, default=10, help="steps; also after each epoch")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--batch-size", type=int, default=32, help="readings of one worker in one step")
    parser.add_argument("--learning-rate", type=float, default=0.05)
    parser.add_argument("--momentum", type=float, default=0.9)
    parser.add_argument("--seed", type=int, default=7)
    return Settings(**vars(parser.parse_args(arguments)))


def this_worker(config: str | None) -> Worker:
    """The part that TF_CONFIG gives to this process. Evaluators and parameter servers have none here.

    Raises ValueError where it has another part.
    """
    if not config:
        return Worker(0, 1)
    content = json.loads(config)
    cluster, task = content["cluster"], content["task"]
    chiefs = len(cluster.get("chief", []))
    parts = {"chief": 0, "worker": chiefs}
    if task["type"] not in parts:
        raise ValueError(
            f"a {task['type']} takes no part in a MultiWorkerMirroredStrategy: use chief and worker"
        )
    return Worker(parts[task["type"]] + int(task["index"]), chiefs + len(cluster.get("worker", [])))


class Run:
    """A run: what is learned, and how far it is."""

    def __init__(self, settings: Settings, worker: Worker, strategy: Any) -> None:
        self.settings = settings
        self.worker = worker
        self.strategy = strategy
        with tempfile.TemporaryDirectory() as folder:
            if settings.data is None:
                make(Path(folder))
            self.train, self.test = (read(settings.data or folder, split) for split in ("train", "test"))
        with strategy.scope():
            self.network = Network(settings.seed)
            self.optimizer = Momentum(self.network, settings.learning_rate, settings.momentum)
            # Epoch, step in it, steps in all; and the sum of this epoch's losses.
            self.position = tf.Variable(
                [0, 0, 0], dtype=tf.int64, aggregation=tf.VariableAggregation.ONLY_FIRST_REPLICA
            )
            self.loss = tf.Variable(
                0.0, dtype=tf.float64, aggregation=tf.VariableAggregation.ONLY_FIRST_REPLICA
            )
        self._step = tf.function(self._replicated_step)
        self.manager: Any = None
        if settings.checkpoints is not None:
            # All workers write, since all of them take part; what others than the first write is thrown away.
            self._scratch = tempfile.TemporaryDirectory()
            place = settings.checkpoints if worker.leads else Path(self._scratch.name)
            state = tf.train.Checkpoint(
                network=self.network, optimizer=self.optimizer, position=self.position, loss=self.loss
            )
            self.manager = tf.train.CheckpointManager(state, str(place), max_to_keep=2)
            self._restore(state, settings.checkpoints)

    def epoch(self) -> float:
        """Takes the steps that are left of this epoch; their mean loss, the same in every worker."""
        epoch, done, steps = (int(value) for value in self.position.numpy())
        order = np.random.default_rng([self.settings.seed, epoch]).permutation(len(self.train[1]))
        together = self.settings.batch_size * self.worker.count
        batches = [order[start : start + together] for start in range(0, len(order) - together + 1, together)]
        for number, batch in enumerate(batches[done:], start=done + 1):
            mine = batch[self.worker.index :: self.worker.count]
            self.loss.assign_add(self._step(*self._distributed(mine)))
            steps += 1
            self.position.assign([epoch, number, steps])
            if steps % self.settings.checkpoint_every == 0:
                self.save()
        mean = float(self.loss.numpy()) / max(1, len(batches))
        self.position.assign([epoch + 1, 0, steps])
        self.loss.assign(0.0)
        return mean

    def accuracy(self) -> float:
        """The share of the test readings that the network knows."""
        readings, forms = self.test
        return float(np.mean(np.argmax(self.network.scores(readings).numpy(), axis=1) == forms))

    def save(self) -> None:
        """Writes a checkpoint. All workers call it."""
        if self.manager is not None:
            self.manager.save(checkpoint_number=self.position[2])

    def digest(self) -> str:
        """SHA-256 of the weights: equal where every bit is."""
        digest = hashlib.sha256()
        for weight in self.network.weights:
            digest.update(weight.numpy().tobytes())
        return digest.hexdigest()

    def _restore(self, state: Any, folder: Path) -> None:
        newest = tf.train.latest_checkpoint(str(folder))
        if newest is not None:
            state.restore(newest).assert_consumed()
            print(
                f"resumed after step {int(self.position[2])} in epoch {int(self.position[0]) + 1}", flush=True
            )

    def _distributed(self, mine: Any) -> tuple[Any, Any]:
        """This worker's part of a batch, over its replicas: one, or one a GPU."""
        replicas = self.strategy.num_replicas_in_sync // self.worker.count
        parts = [(self.train[0][part], self.train[1][part]) for part in np.array_split(mine, replicas)]

        def value(context: Any) -> tuple[Any, Any]:
            readings, forms = parts[context.replica_id_in_sync_group % replicas]
            return tf.constant(readings), tf.constant(forms)

        distributed: tuple[Any, Any] = self.strategy.experimental_distribute_values_from_function(value)
        return distributed

    def _replicated_step(self, readings: Any, forms: Any) -> Any:
        losses = self.strategy.run(self.optimizer.step, args=(self.network, readings, forms))
        return tf.cast(self.strategy.reduce(tf.distribute.ReduceOp.MEAN, losses, axis=None), tf.float64)


def train(settings: Settings, worker: Worker, strategy: Any) -> None:
    """Trains to the last epoch, says how it goes, and writes the model."""
    run = Run(settings, worker, strategy)
    while int(run.position[0]) < settings.epochs:
        loss = run.epoch()
        if worker.leads:
            print(f"epoch={int(run.position[0])} loss={loss:.6f} accuracy={run.accuracy():.4f}", flush=True)
        run.save()
    print(f"worker={worker.index} workers={worker.count} steps={int(run.position[2])}", flush=True)
    print(f"weights sha256:{run.digest()}", flush=True)
    if settings.output is not None:
        # As with checkpoints: all write, one of them what stays. Its version is the number of steps.
        with tempfile.TemporaryDirectory() as scratch:
            folder = settings.output if worker.leads else Path(scratch)
            export(run.network, folder / str(int(run.position[2])))


def main() -> None:
    """Joins the other workers, and trains."""
    settings = parse()
    worker = this_worker(os.environ.get("TF_CONFIG"))
    tf.config.experimental.enable_op_determinism()
    tf.random.set_seed(settings.seed)
    train(settings, worker, tf.distribute.MultiWorkerMirroredStrategy())


if __name__ == "__main__":
    main()
