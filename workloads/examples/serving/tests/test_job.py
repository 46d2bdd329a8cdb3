"""The Job that a user applies runs this folder's program, with arguments that it takes."""

from pathlib import Path
from typing import Any

import yaml
from conftest import EXAMPLE
from kfp_steps import pipeline_modules

from load import options_of


def test_the_job_runs_the_program() -> None:
    job: dict[str, Any] = yaml.safe_load((EXAMPLE / "load-job.yaml").read_text(encoding="utf-8"))
    pod = job["spec"]["template"]["spec"]
    [container] = pod["containers"]
    mounts = {mount["name"]: Path(mount["mountPath"]) for mount in container["volumeMounts"]}
    volumes = {volume["name"]: volume for volume in pod["volumes"]}
    assert Path(container["command"][-1]) == mounts["program"] / "load.py"
    assert volumes["program"]["configMap"] == {"name": "load"}
    [source] = volumes["token"]["projected"]["sources"]
    token = mounts["token"] / source["serviceAccountToken"]["path"]
    assert f"--token-file={token}" in container["args"]
    # All of them are the program's, but that this machine has no such token.
    options = options_of([one for one in container["args"] if not one.startswith("--token-file=")])
    assert (options.expect, options.max_failed, options.seconds) == (200, 0.1, 300)
    with pipeline_modules() as module:
        assert container["image"] == module("images").PYTHON_IMAGE
    # A tenant's quota refuses pods that don't say what they take.
    assert (
        container["resources"]["limits"]
        == container["resources"]["requests"]
        == {"cpu": "1", "memory": "256Mi"}
    )
