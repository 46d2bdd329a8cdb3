"""Trials as Katib runs them: the command line that it makes, and the output as its collector reads it."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

TRAIN = Path(__file__).resolve().parents[2] / "pytorch-ddp" / "train.py"
EPOCHS = 3

# The default filter of Katib 0.19 (pkg/metricscollector/v1beta1/common), whose \w is ASCII.
FILTER = re.compile(r"([\w|-]+)\s*=\s*([+-]?\d*(\.\d+)?([Ee][+-]?\d+)?)", re.ASCII)

# A choice that gets nowhere, and two good ones that differ in everything.
CHOICES = (
    {"learning-rate": "0.0001", "momentum": "0.5", "batch-size": "128"},
    {"learning-rate": "0.05", "momentum": "0.9", "batch-size": "32"},
    {"learning-rate": "0.0311", "momentum": "0.8", "batch-size": "16"},
)


@dataclass(frozen=True)
class Trial:
    """A choice, and what it printed."""

    choice: dict[str, str]
    output: str

    def metric(self, name: str) -> list[str]:
        """The values of a metric in the order in which Katib stores them: of every pair in every line with its name."""
        lines = [line for line in self.output.splitlines() if name in line]
        return [
            found[1].strip() for line in lines for found in FILTER.findall(line) if found[0].strip() == name
        ]


def run(choice: dict[str, str]) -> Trial:
    """Runs a trial as a Job does: one process, without torchrun."""
    assignments = [f"--{name}={value}" for name, value in choice.items()]
    inherited = {name: value for name, value in os.environ.items() if not name.endswith("_URI")}
    finished = subprocess.run(
        [sys.executable, str(TRAIN), *assignments, f"--epochs={EPOCHS}"],
        capture_output=True,
        text=True,
        timeout=300,
        env={**inherited, "OMP_NUM_THREADS": "1"},
    )
    assert finished.returncode == 0, finished.stderr
    return Trial(choice, finished.stdout)


@pytest.fixture(scope="module")
def trials() -> list[Trial]:
    """All choices, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, CHOICES))


def test_katib_finds_the_objective_after_each_epoch(trials: list[Trial]) -> None:
    for trial in trials:
        # One an epoch, and once more at the end.
        accuracies = trial.metric("accuracy")
        assert len(accuracies) == EPOCHS + 1, trial.output
        assert accuracies[-1] == accuracies[-2]
        assert all(0.0 <= float(value) <= 1.0 for value in accuracies)
        assert len(trial.metric("loss")) == EPOCHS


def test_a_trial_takes_every_parameter_that_is_searched(trials: list[Trial]) -> None:
    assert len({trial.metric("loss")[-1] for trial in trials}) == len(CHOICES)


def test_the_search_finds_better_than_its_worst(trials: list[Trial]) -> None:
    # The objective is maximized over all that a trial has printed.
    best = {trial.choice["learning-rate"]: max(map(float, trial.metric("accuracy"))) for trial in trials}
    assert max(best, key=lambda rate: best[rate]) != "0.0001", best
    assert max(best.values()) > min(best.values()) + 0.1, best


def test_a_parameter_that_is_none_ends_the_trial() -> None:
    command = [sys.executable, str(TRAIN), "--batch-size=0"]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert finished.returncode == 2
    assert "0 is less than 1" in finished.stderr
