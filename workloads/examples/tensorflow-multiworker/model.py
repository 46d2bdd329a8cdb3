"""The network and how it learns, in TensorFlow's own terms: Keras 3 has no strategy for several workers."""

from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from readings import FORMS, LENGTH

FILTERS = 16
WIDTH = 7


def _variable(value: Any, name: str) -> Any:
    # What is assigned is the same in every replica: gradients have been averaged before.
    return tf.Variable(
        value.astype(np.float32), name=name, aggregation=tf.VariableAggregation.ONLY_FIRST_REPLICA
    )


class Network(tf.Module):  # type: ignore[misc]
    """A convolution over the reading, the strongest answer of each filter, and two layers above."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        source = np.random.default_rng(seed)
        self.filters = _variable(source.normal(0.0, WIDTH**-0.5, (WIDTH, 1, FILTERS)), "filters")
        self.hidden = _variable(source.normal(0.0, (2 * FILTERS) ** -0.5, (2 * FILTERS, 32)), "hidden")
        self.hidden_bias = _variable(np.zeros(32), "hidden_bias")
        self.output = _variable(source.normal(0.0, 32**-0.5, (32, len(FORMS))), "output")
        self.output_bias = _variable(np.zeros(len(FORMS)), "output_bias")

    def scores(self, readings: Any) -> Any:
        """A score for each form."""
        answers = tf.nn.conv1d(readings[:, :, tf.newaxis], self.filters, stride=1, padding="VALID")
        kept = tf.concat([tf.reduce_max(answers, axis=1), tf.reduce_mean(tf.abs(answers), axis=1)], axis=1)
        hidden = tf.nn.relu(tf.matmul(kept, self.hidden) + self.hidden_bias)
        return tf.matmul(hidden, self.output) + self.output_bias

    @property
    def weights(self) -> list[Any]:
        """What is learned."""
        return [self.filters, self.hidden, self.hidden_bias, self.output, self.output_bias]


class Momentum(tf.Module):  # type: ignore[misc]
    """Gradient descent with momentum, the mean of all replicas' gradients taken together."""

    def __init__(self, network: Network, rate: float, momentum: float) -> None:
        super().__init__()
        self.rate = rate
        self.momentum = momentum
        self.velocities = [_variable(np.zeros(weight.shape), "velocity") for weight in network.weights]

    def step(self, network: Network, readings: Any, forms: Any) -> Any:
        """One step on this replica's part of a batch; the loss of that part."""
        with tf.GradientTape() as tape:
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(forms, network.scores(readings))
            loss = tf.reduce_mean(losses)
        gradients = tape.gradient(loss, network.weights)
        gradients = tf.distribute.get_replica_context().all_reduce(tf.distribute.ReduceOp.MEAN, gradients)
        for weight, velocity, gradient in zip(network.weights, self.velocities, gradients, strict=True):
            velocity.assign(self.momentum * velocity + gradient)
            weight.assign_sub(self.rate * velocity)
        return loss


def export(network: Network, folder: Path) -> None:
    """Writes a SavedModel as TensorFlow Serving takes it: from readings to scores and the name of the form."""

    @tf.function(input_signature=[tf.TensorSpec([None, LENGTH], tf.float32, name="readings")])  # type: ignore[untyped-decorator]
    def serve(readings: Any) -> dict[str, Any]:
        scores = network.scores(readings)
        return {
            "scores": tf.nn.softmax(scores),
            "form": tf.gather(tf.constant(FORMS), tf.argmax(scores, axis=1)),
        }

    tf.saved_model.save(network, str(folder), signatures={"serving_default": serve})
