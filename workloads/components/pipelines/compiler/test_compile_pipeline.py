"""Tests of the compiler's program: real pipelines through KFP's own compiler."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROGRAM = Path(__file__).with_name("compile_pipeline.py")

HEADER = """
from kfp import dsl

@dsl.component(base_image="python:3.12-slim")
def double(x: int) -> int:
    return 2 * x

@dsl.component(base_image="python:3.12-slim")
def clean(status: dsl.PipelineTaskFinalStatus) -> None:
    print(status.state)
"""

PIPELINE = (
    HEADER
    + """
@dsl.pipeline(name="doubles")
def doubles(x: int = 1) -> int:
    return double(x=double(x=x).output).output
"""
)

NESTED = (
    HEADER
    + """
from kfp import kubernetes

@dsl.component(base_image="python:3.12-slim")
def total(values: list[int]) -> int:
    return sum(values)

@dsl.pipeline(name="inner")
def inner(x: int) -> int:
    return double(x=x).output

@dsl.pipeline(name="nested")
def nested(x: int = 1, size: int = 2) -> int:
    with dsl.ExitHandler(clean()):
        first = inner(x=x)
        with dsl.ParallelFor([1, 2, 3]) as item:
            each = double(x=item)
        total(values=dsl.Collected(each.output))
        kubernetes.add_toleration(total(values=[1]), key="nvidia.com/gpu", operator="Exists")
    with dsl.If(x > 1):
        big = double(x=size)
    with dsl.Else():
        small = double(x=x)
    return dsl.OneOf(big.output, small.output)
"""
)


def run(file: Path, *arguments: str, seed: str = "0") -> tuple[int, dict[str, Any], str]:
    """Runs the program as the deployment does: exit status, answer, standard error."""
    command = [sys.executable, str(PROGRAM), str(file), "--output", str(file.parent.parent / "out.yaml")]
    done = subprocess.run(
        [*command, *arguments], capture_output=True, text=True, check=False, env={"PYTHONHASHSEED": seed}
    )
    answer: dict[str, Any] = json.loads(done.stdout) if done.stdout else {}
    return done.returncode, answer, done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for a source."""
    made = tmp_path / "source"
    made.mkdir()
    return made


def write(folder: Path, text: str, name: str = "pipeline.py") -> Path:
    """Writes a file and hands back where it is."""
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_compiles_and_leaves_nothing_behind(folder: Path) -> None:
    file = write(folder, PIPELINE + "\nprint('loud')\n")
    status, answer, errors = run(file)
    assert (status, answer["files"]) == (0, ["pipeline.py"]), errors
    assert "loud" in errors
    assert answer["pipelineSpec"]["pipelineInfo"] == {"name": "doubles"}
    assert sorted(answer["pipelineSpec"]["root"]["dag"]["tasks"]) == ["double", "double-2"]
    assert [entry.name for entry in folder.iterdir()] == ["pipeline.py"]


def test_accepts_loops_conditions_exit_handlers_and_pipelines_in_pipelines(folder: Path) -> None:
    status, answer, errors = run(write(folder, NESTED), "--function", "nested")
    assert status == 0, (answer, errors)
    assert list(answer["platformSpec"]["platforms"]) == ["kubernetes"]


def test_says_the_same_whatever_order_sets_have(folder: Path) -> None:
    file = write(folder, NESTED)
    answers = [run(file, "--function", "nested", seed=seed)[1] for seed in ("0", "1", "2")]
    assert answers[0] == answers[1] == answers[2]


def test_names_every_file_that_it_read(folder: Path) -> None:
    write(folder, "from .sizes import ROWS\n", "parts/__init__.py")
    write(
        folder,
        "from pathlib import Path\nROWS = len(Path(__file__).with_name('r.txt').read_text())\n",
        "parts/sizes.py",
    )
    write(folder, "123", "parts/r.txt")
    write(folder, "nobody reads it", "other.py")
    file = write(folder, "from parts import ROWS\n" + PIPELINE.replace("x: int = 1", "x: int = ROWS"))
    status, answer, errors = run(file)
    assert status == 0, errors
    assert answer["files"] == ["parts/__init__.py", "parts/r.txt", "parts/sizes.py", "pipeline.py"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (
            PIPELINE.replace("double(x=x).output).output", 'double(x="a").output).output'),
            14,
            "Incompatible argument",
        ),
        ("from kfp import dsl\nx = (\n", 2, "SyntaxError: '(' was never closed"),
        ("import nothing_of_that_name\n", 1, "ModuleNotFoundError: No module named 'nothing_of_that_name'"),
        ("import sys\nsys.exit(4)\n", 2, "SystemExit: 4"),
        (HEADER, None, "it has no function with @dsl.pipeline"),
        (PIPELINE + PIPELINE.replace("doubles", "more"), None, "it has several pipelines: doubles, more"),
    ],
)
def test_names_the_line_of_a_mistake(folder: Path, text: str, line: int | None, message: str) -> None:
    file = write(folder, text)
    status, answer, _ = run(file)
    assert status == 3
    assert message in answer["error"]["message"]
    assert answer["error"].get("line") == line
    assert answer["error"].get("file") == (None if line is None else str(file))


def test_names_the_file_of_a_mistake_in_another_module(folder: Path) -> None:
    other = write(folder, "ROWS = 1 / 0\n", "sizes.py")
    _, answer, _ = run(write(folder, "import sizes\n" + PIPELINE))
    assert answer["error"] == {
        "message": "ZeroDivisionError: division by zero",
        "file": str(other),
        "line": 1,
        "text": "ROWS = 1 / 0",
    }


def test_takes_the_pipeline_that_is_named(folder: Path) -> None:
    file = write(folder, PIPELINE + PIPELINE.replace("doubles", "more"))
    assert run(file, "--function", "more")[1]["pipelineSpec"]["pipelineInfo"] == {"name": "more"}
    status, answer, _ = run(file, "--function", "double")
    assert status == 3
    assert answer["error"]["message"] == (
        'it has no pipeline function "double"; its pipelines are: doubles, more'
    )
