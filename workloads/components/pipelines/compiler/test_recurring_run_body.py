"""The body that the TypeScript side sends to KFP's API is one that the API's own client knows, field by field."""

import json
from pathlib import Path
from types import SimpleNamespace

from kfp_server_api import ApiClient, V2beta1RecurringRun

BODY = Path(__file__).parent.parent / "testing" / "recurring-run.json"


def test_is_a_recurring_run_of_the_clients() -> None:
    text = BODY.read_text(encoding="utf-8")
    run = ApiClient().deserialize(SimpleNamespace(data=text), V2beta1RecurringRun.__name__)
    # What the client doesn't know, it drops.
    sent = ApiClient().sanitize_for_serialization(run)
    for schedule in sent["trigger"].values():
        for time in ("start_time", "end_time"):
            schedule[time] = schedule[time].replace("+00:00", "Z")
    assert sent == json.loads(text)
