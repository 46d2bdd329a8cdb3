"""What the data must look like: the steps that check and learn get this as a parameter."""

from typing import Any

Schema = dict[str, Any]

CUSTOMERS: Schema = {
    # One row a customer. A customer stays on the same side of the split for ever, as it goes by the id.
    "id": "customer_id",
    # What is learned: 1 for those who left.
    "label": "churned",
    # In the order in which the model takes them: a list, as KFP sorts the keys of an object.
    # `missing` is the largest share of rows without a value.
    "features": [
        {"name": "tenure_months", "type": "integer", "minimum": 0, "maximum": 600},
        {"name": "contract_months", "type": "integer", "values": [1, 12, 24]},
        {"name": "monthly_charge", "type": "number", "minimum": 0, "maximum": 1000},
        {"name": "support_calls", "type": "integer", "minimum": 0, "maximum": 200},
        {"name": "late_payments", "type": "integer", "minimum": 0, "maximum": 200},
        {"name": "data_gib", "type": "number", "minimum": 0, "maximum": 10000, "missing": 0.05},
    ],
}

FEATURES = [str(feature["name"]) for feature in CUSTOMERS["features"]]
