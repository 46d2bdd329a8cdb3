"""Readings of a sensor, each a short curve of one of four forms: drawn, written as TFRecord files, and read.

python readings.py --output /data/readings
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

LENGTH = 64
FORMS = ("flat", "sawtooth", "sine", "square")
SHARDS = 4


def curve(form: int, source: np.random.Generator) -> Any:
    """One reading: its form with random frequency, phase and height, and noise."""
    phase = source.uniform(2.0, 5.0) * np.arange(LENGTH) / LENGTH + source.uniform(0.0, 1.0)
    forms = (
        np.zeros(LENGTH),
        2.0 * (phase % 1.0) - 1.0,
        np.sin(2 * np.pi * phase),
        np.sign((phase % 1.0) - 0.5),
    )
    return (source.uniform(0.7, 1.3) * forms[form] + source.normal(0.0, 0.3, LENGTH)).astype(np.float32)


def make(folder: Path, train: int = 2048, test: int = 512, seed: int = 7) -> None:
    """Writes `train-<n>.tfrecord` and `test-<n>.tfrecord`; the same seed draws the same readings."""
    folder.mkdir(parents=True, exist_ok=True)
    source = np.random.default_rng(seed)
    for split, count in (("train", train), ("test", test)):
        for shard in range(SHARDS):
            with tf.io.TFRecordWriter(str(folder / f"{split}-{shard}.tfrecord")) as writer:
                for number in range(count // SHARDS):
                    writer.write(_record(curve(number % len(FORMS), source), number % len(FORMS)))


def read(folder: str, split: str) -> tuple[Any, Any]:
    """All readings of a split and their forms, in the order of the files.

    Raises ValueError where there are none.
    """
    files = sorted(tf.io.gfile.glob(f"{folder}/{split}-*.tfrecord"))
    if not files:
        raise ValueError(f"{folder} has no {split}-*.tfrecord")
    pairs = list(tf.data.TFRecordDataset(files).map(_parse).as_numpy_iterator())
    return np.stack([reading for reading, _ in pairs]), np.array([form for _, form in pairs])


def _record(reading: Any, form: int) -> bytes:
    features = {
        "reading": tf.train.Feature(float_list=tf.train.FloatList(value=reading)),
        "form": tf.train.Feature(int64_list=tf.train.Int64List(value=[form])),
    }
    content: bytes = tf.train.Example(features=tf.train.Features(feature=features)).SerializeToString()
    return content


def _parse(record: Any) -> tuple[Any, Any]:
    fields = {
        "reading": tf.io.FixedLenFeature([LENGTH], tf.float32),
        "form": tf.io.FixedLenFeature([], tf.int64),
    }
    parsed = tf.io.parse_single_example(record, fields)
    return parsed["reading"], parsed["form"]


def main() -> None:
    """Reads the command line, and writes the set."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, required=True, help="folder")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    make(arguments.output, seed=arguments.seed)


if __name__ == "__main__":
    main()
