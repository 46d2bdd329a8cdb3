"""One trial of a search: trains a classifier with the given parameters and prints how good it became.

Katib runs it once for each choice of parameters and reads `accuracy=<number>` from its output. It needs nothing but
Python itself, so any small image will do.
"""

import argparse
import math
import random
from dataclasses import dataclass

FEATURES = 8


@dataclass(frozen=True)
class Parameters:
    """What the search chooses, and the seed that makes trials comparable."""

    learning_rate: float
    batch_size: int
    l2: float
    epochs: int
    seed: int


@dataclass(frozen=True)
class Sample:
    """One point and the class that it belongs to, 0 or 1."""

    point: tuple[float, ...]
    label: int


def parse(arguments: list[str] | None = None) -> Parameters:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learning-rate", type=float, required=True)
    parser.add_argument("--batch-size", type=int, required=True)
    parser.add_argument("--l2", type=float, default=0.0, help="strength of weight decay")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=7)
    return Parameters(**vars(parser.parse_args(arguments)))


def make_samples(count: int, seed: int) -> list[Sample]:
    """Two overlapping clouds, each feature on a larger scale than the one before, which punishes rash steps."""
    source = random.Random(seed)
    samples: list[Sample] = []
    for _ in range(count):
        label = source.randrange(2)
        centre = 0.4 if label == 1 else -0.4
        point = tuple(2.0**index * source.gauss(centre, 1.0) for index in range(FEATURES))
        samples.append(Sample(point, label))
    return samples


def probability(weights: list[float], point: tuple[float, ...]) -> float:
    """How sure the model is that a point belongs to class 1; the last weight is the bias."""
    score = weights[-1] + sum(weight * value for weight, value in zip(weights, point, strict=False))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def train(samples: list[Sample], parameters: Parameters) -> list[float]:
    """Logistic regression by stochastic gradient descent."""
    source = random.Random(parameters.seed)
    weights = [0.0] * (FEATURES + 1)
    for _ in range(parameters.epochs):
        shuffled = source.sample(samples, len(samples))
        for start in range(0, len(shuffled), parameters.batch_size):
            batch = shuffled[start : start + parameters.batch_size]
            gradient = [parameters.l2 * weight for weight in weights]
            for sample in batch:
                error = (probability(weights, sample.point) - sample.label) / len(batch)
                for index, value in enumerate((*sample.point, 1.0)):
                    gradient[index] += error * value
            weights = [
                weight - parameters.learning_rate * slope
                for weight, slope in zip(weights, gradient, strict=True)
            ]
    return weights


def accuracy(weights: list[float], samples: list[Sample]) -> float:
    """The share of samples that the model puts into the right class."""
    right = sum((probability(weights, sample.point) > 0.5) == (sample.label == 1) for sample in samples)
    return right / len(samples)


def main() -> None:
    """Trains on one part of the samples and prints the accuracy on the other."""
    parameters = parse()
    samples = make_samples(2000, parameters.seed)
    weights = train(samples[:1500], parameters)
    print(f"accuracy={accuracy(weights, samples[1500:]):.4f}", flush=True)


if __name__ == "__main__":
    main()
