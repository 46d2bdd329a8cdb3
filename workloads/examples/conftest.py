"""What all examples' tests have in common: those that need GPUs run where there are any, and say so where not."""

from pathlib import Path

import pytest


def count_gpus(devices: Path = Path("/dev")) -> int:
    """How many NVIDIA GPUs this machine lets its programs use."""
    return sum(device.name.removeprefix("nvidia").isdigit() for device in devices.glob("nvidia*"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skips a test that needs more GPUs than there are."""
    for marker in item.iter_markers("gpu"):
        wanted: int = marker.kwargs.get("count", marker.args[0] if marker.args else 1)
        found = count_gpus()
        if found == 0:
            pytest.skip("no GPU on this machine: not run")
        if found < wanted:
            pytest.skip(f"{found} GPU on this machine, {wanted} needed: not run")
