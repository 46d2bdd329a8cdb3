"""Draws a small set of images to learn from: shapes on a noisy ground, one folder a class.

    python make_dataset.py --output s3://bucket/team-a/shapes

The same seed draws the same files, bit for bit. Layout: `train/<class>/<number>.png`, and `test/` alike.
"""

import argparse
import io
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageDraw

from storage import Storage, open_storage

SIDE = 24
CLASSES = ("circle", "cross", "square", "triangle")


def draw(label: str, source: np.random.Generator) -> Image.Image:
    """One shape, of random size, place and brightness, in grey."""
    ground, brightness = int(source.integers(0, 90)), int(source.integers(150, 256))
    radius = int(source.integers(5, 9))
    x, y = (int(value) for value in source.integers(radius + 1, SIDE - radius - 1, size=2))
    image = Image.new("L", (SIDE, SIDE), ground)
    pen = ImageDraw.Draw(image)
    box = (x - radius, y - radius, x + radius, y + radius)
    if label == "circle":
        pen.ellipse(box, fill=brightness)
    elif label == "square":
        pen.rectangle(box, fill=brightness)
    elif label == "triangle":
        pen.polygon([(x, y - radius), (x - radius, y + radius), (x + radius, y + radius)], fill=brightness)
    else:
        pen.line((x - radius, y, x + radius, y), fill=brightness, width=3)
        pen.line((x, y - radius, x, y + radius), fill=brightness, width=3)
    noise = source.normal(0.0, 30.0, size=(SIDE, SIDE))
    return Image.fromarray(np.clip(np.asarray(image) + noise, 0, 255).astype(np.uint8))


def files(train: int, test: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Names and contents, `train` and `test` of them for each class."""
    source = np.random.default_rng(seed)
    for split, count in (("train", train), ("test", test)):
        for label in CLASSES:
            for number in range(count):
                content = io.BytesIO()
                draw(label, source).save(content, format="PNG")
                yield f"{split}/{label}/{number:05d}.png", content.getvalue()


def make(storage: Storage, train: int = 300, test: int = 60, seed: int = 7) -> None:
    """Writes the set into a storage."""
    for name, content in files(train, test, seed):
        storage.write(name, content)


def main() -> None:
    """Reads the command line, and writes the set."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", required=True, help="s3://bucket/prefix or a folder")
    parser.add_argument("--train", type=int, default=300, help="images of a class to learn from")
    parser.add_argument("--test", type=int, default=60, help="images of a class to judge by")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    make(open_storage(arguments.output), arguments.train, arguments.test, arguments.seed)


if __name__ == "__main__":
    main()
