"""What the data steps refuse, and in which words."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from kfp.dsl import Artifact, Dataset
from support import SOURCE

from make_data import make_customers, to_csv
from schema import CUSTOMERS
from steps_data import find_data, ingest, split, validate

Edit = Callable[[list[list[str]]], None]


def table_with(edit: Edit) -> bytes:
    """A good table, after an edit of its cells: row 0 is the header."""
    lines = to_csv(make_customers(200, seed=3)).decode().splitlines()
    cells = [line.split(",") for line in lines]
    edit(cells)
    return "\n".join(",".join(row) for row in cells).encode()


def check(content: bytes, folder: Path, serving: str = "", limit: float = 0.25) -> float:
    """Runs the step on a file."""
    source = folder / "data.csv"
    source.write_bytes(content)
    drift: float = validate.python_func(
        data=Dataset(uri=str(source)),
        schema=CUSTOMERS,
        serving_uri=serving,
        drift_limit=limit,
        valid=Dataset(uri=str(folder / "valid.csv")),
        statistics=Artifact(uri=str(folder / "statistics.json")),
    )
    return drift


def cell(row: int, column: int, text: str) -> Edit:
    """Writes a text into one cell."""

    def edit(cells: list[list[str]]) -> None:
        cells[row][column] = text

    return edit


def empty_column(cells: list[list[str]]) -> None:
    """Leaves one value in ten away."""
    for row in cells[1::10]:
        row[6] = ""


def same_label(cells: list[list[str]]) -> None:
    """Nobody leaves."""
    for row in cells[1:]:
        row[7] = "0"


def rename(cells: list[list[str]]) -> None:
    """Another name for a column."""
    cells[0][3] = "charge"


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (cell(17, 3, "abc"), r'column monthly_charge, row 17: "abc" is no number$'),
        (cell(17, 3, "nan"), r'column monthly_charge, row 17: "nan" is no number$'),
        (cell(5, 1, "2.5"), r'column tenure_months, row 5: "2\.5" is no whole number$'),
        (cell(5, 1, "-1"), r'column tenure_months, row 5: "-1" is below 0$'),
        (cell(200, 3, "1000.5"), r'column monthly_charge, row 200: "1000\.5" is above 1000$'),
        (cell(9, 2, "13"), r'column contract_months, row 9: "13" is not one of 1, 12, 24$'),
        (cell(9, 7, "2"), r'column churned, row 9: "2" is not one of 0, 1$'),
        (cell(3, 0, ""), r'column customer_id, row 3: "" is empty$'),
        (cell(3, 0, "c0000000"), r'column customer_id, row 3: "c0000000" was there before$'),
        (cell(4, 4, ""), r"column support_calls, row 4: 0\.5% of the rows have no value, 0\.0% may$"),
        (empty_column, r"column data_gib, row 1: 1\d\.\d% of the rows have no value, 5\.0% may$"),
        (same_label, r"column churned, row 1: all rows have the same value, there is nothing to learn$"),
        (rename, r"refused: missing columns: monthly_charge; unknown columns: charge$"),
        (lambda cells: cells.__delitem__(slice(1, None)), r"refused: there are no rows$"),
    ],
)
def test_a_bad_file_is_refused_by_column_and_row(tmp_path: Path, edit: Edit, message: str) -> None:
    """One message says where to look and what is written there."""
    with pytest.raises(ValueError, match=message):
        check(table_with(edit), tmp_path)
    assert not (tmp_path / "valid.csv").exists()


def test_many_mistakes_are_named_ten_at_a_time(tmp_path: Path) -> None:
    """A file that is wrong everywhere makes no message of a megabyte."""

    def edit(cells: list[list[str]]) -> None:
        for row in cells[1:26]:
            row[3] = "-5"

    with pytest.raises(ValueError, match=r"\(and 15 more\)$") as raised:
        check(table_with(edit), tmp_path)
    assert str(raised.value).count("is below 0") == 10


def test_drift_is_measured_against_what_the_serving_model_learned_from(s3: Any, tmp_path: Path) -> None:
    """The same population passes; one that pays 25 more is refused by column, or let through by the limit."""
    assert check(to_csv(make_customers(3000, seed=1)), tmp_path) == 0.0
    statistics = (tmp_path / "statistics.json").read_bytes()
    s3.put_object(Bucket="models", Key="team-a/drift/1/statistics.json", Body=statistics)
    serving = "s3://models/team-a/drift/1"

    assert 0 < check(to_csv(make_customers(3000, seed=2)), tmp_path, serving) < 0.05

    shifted = to_csv(make_customers(3000, seed=2, shift=25))
    with pytest.raises(
        ValueError, match=r"monthly_charge, all rows: stability index \d\.\d\d, drift_limit is 0\.25"
    ):
        check(shifted, tmp_path, serving)
    assert check(shifted, tmp_path, serving, limit=10) > 0.25
    # A model that came without statistics is nothing to compare with.
    assert check(shifted, tmp_path, "s3://models/team-a/drift/none") == 0.0


def test_ingest_takes_the_version_that_was_found_or_none(s3: Any, tmp_path: Path) -> None:
    """What is cached for an ETag is what that ETag stands for."""
    s3.put_object(Bucket="data", Key="team-a/customers.csv", Body=b"a,b\n1,2\n")
    etag = find_data.python_func(source=SOURCE)
    data = Dataset(uri=str(tmp_path / "data.csv"))
    assert ingest.python_func(source=SOURCE, etag=etag, data=data) == 1
    assert (tmp_path / "data.csv").read_bytes() == b"a,b\n1,2\n"

    s3.put_object(Bucket="data", Key="team-a/customers.csv", Body=b"a,b\n3,4\n")
    with pytest.raises(RuntimeError, match="changed while the run began"):
        ingest.python_func(source=SOURCE, etag=etag, data=data)
    assert find_data.python_func(source=SOURCE) != etag


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("/data/customers.csv", 'source "/data/customers.csv" is no address of a file in S3'),
        ("s3://data", "is no address of a file in S3"),
        ("s3://data/team-a/none.csv", "s3://data/team-a/none.csv can't be read: .*404"),
    ],
)
def test_a_source_that_is_not_there_is_named(s3: Any, source: str, message: str) -> None:
    """Before anything else runs."""
    assert s3 is not None
    with pytest.raises((ValueError, RuntimeError), match=message):
        find_data.python_func(source=source)


def test_a_customer_stays_on_the_same_side(tmp_path: Path) -> None:
    """More data next week move nobody from the rows that measure to those that teach."""

    def testing(rows: int) -> set[str]:
        table = make_customers(rows, seed=5)
        table.to_csv(tmp_path / "valid.csv", index=False)
        split.python_func(
            valid=Dataset(uri=str(tmp_path / "valid.csv")),
            schema=CUSTOMERS,
            test_share=0.25,
            train_data=Dataset(uri=str(tmp_path / "train.csv")),
            test_data=Dataset(uri=str(tmp_path / "test.csv")),
        )
        lines = (tmp_path / "test.csv").read_text(encoding="utf-8").splitlines()[1:]
        return {line.split(",")[0] for line in lines}

    few, many = testing(500), testing(1000)
    assert few == {one for one in many if one < "c0000500"}
    assert len(many) > len(few) > 90


def test_the_same_seed_makes_the_same_bytes() -> None:
    """The example's results can be had again."""
    assert to_csv(make_customers(300, seed=7)) == to_csv(make_customers(300, seed=7))
    assert to_csv(make_customers(300, seed=7)) != to_csv(make_customers(300, seed=8))


def test_statistics_are_numbers_of_shares_only(tmp_path: Path) -> None:
    """Nobody's row can be read out of what lies beside a model."""
    check(to_csv(make_customers(500, seed=1)), tmp_path)
    kept = json.loads((tmp_path / "statistics.json").read_text(encoding="utf-8"))
    assert sorted(kept) == ["features", "rows"]
    assert all(sorted(one) == ["edges", "missing", "shares"] for one in kept["features"].values())
