"""Makes the customers that the example learns from: a table of made-up subscribers, some of whom leave.

The same seed makes the same bytes. `--shift` makes customers who pay more: a feed whose meaning changed.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

CONTRACTS = (1, 12, 24)


def make_customers(rows: int, seed: int, shift: float = 0.0) -> pd.DataFrame:
    """The table; who leaves follows from the features, with chance on top: no model is right always."""
    random = np.random.default_rng(seed)
    tenure = random.integers(0, 73, rows)
    contract = random.choice(CONTRACTS, rows, p=(0.55, 0.25, 0.20))
    charge = np.clip(random.normal(65 + shift, 22, rows), 15, 150).round(2)
    calls = np.minimum(random.poisson(1.6, rows), 20)
    late = np.minimum(random.poisson(0.7, rows), 12)
    data = np.clip(random.gamma(2.0, 14.0, rows), 0, 500).round(1)
    # Someone new, without a contract and with reasons to complain goes; a long contract holds.
    pull = (
        -1.9
        - 0.055 * tenure
        + 0.028 * (charge - 65)
        + 0.75 * calls
        + 0.5 * late
        + np.where(contract == 1, 1.2, -0.9)
        + np.where((calls >= 4) & (contract == 1), 1.5, 0.0)
    )
    churned = random.random(rows) < 1 / (1 + np.exp(-pull))
    table = pd.DataFrame(
        {
            "customer_id": [f"c{index:07d}" for index in range(rows)],
            "tenure_months": tenure,
            "contract_months": contract,
            "monthly_charge": charge,
            "support_calls": calls,
            "late_payments": late,
            "data_gib": data,
            "churned": churned.astype(int),
        }
    )
    # A meter that is silent now and then: missing values are part of the real thing.
    table.loc[random.random(rows) < 0.01, "data_gib"] = np.nan
    return table


def to_csv(table: pd.DataFrame) -> bytes:
    """The table as the pipeline reads it: one header, commas, nothing where a value is missing."""
    text: str = table.to_csv(index=False, lineterminator="\n")
    return text.encode()


def main() -> None:
    """Writes the table to a file, from where `aws s3 cp` takes it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, required=True, help="the CSV file to write")
    parser.add_argument("--rows", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--shift", type=float, default=0.0, help="how much more everybody pays")
    options = parser.parse_args()
    options.output.write_bytes(to_csv(make_customers(options.rows, options.seed, options.shift)))


if __name__ == "__main__":
    main()
