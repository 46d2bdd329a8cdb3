"""Runs serve.py for tests, so that it can be reached from this machine alone.

KServe's server listens on 0.0.0.0 and has no option for it (0.16, kserve/protocol/rest/server.py writes it into
uvicorn's settings). In a pod that is wanted; on the machine that tests run on it would be open to its network.
"""

import runpy
import sys
from pathlib import Path
from typing import Any

import uvicorn

SERVE = Path(__file__).resolve().parents[1] / "serve.py"


class LoopbackConfig(uvicorn.Config):
    """uvicorn's settings, whatever host they are given."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        """As uvicorn's, with the host replaced."""
        super().__init__(*arguments, **{**settings, "host": "127.0.0.1"})


if __name__ == "__main__":
    uvicorn.Config = LoopbackConfig  # type: ignore[misc]
    # What Python does for a program that it is given: serve.py imports the modules beside it.
    sys.path[0] = str(SERVE.parent)
    runpy.run_path(str(SERVE), run_name="__main__")
