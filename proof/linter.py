"""Lints IAM policies with parliament: JSON in on standard input, JSON out.

In: a list of {"name": ..., "text": ...}. Out: a list of findings, each with the name of its policy, the index of its
statement (null where it is about the whole policy), parliament's word for it and what it says in detail.
"""

import json
import sys
import warnings

# Of parliament's own: it imports pkg_resources and has regular expressions in plain strings.
warnings.simplefilter("ignore")

from parliament import analyze_policy_string  # noqa: E402


def laid_out(text: str) -> str:
    """One statement a line, since parliament says where something is by line. Malformed text stays as it is."""
    try:
        policy = json.loads(text)
    except ValueError:
        return text
    if not isinstance(policy, dict) or not isinstance(policy.get("Statement"), list):
        return text
    statements = ",\n".join(json.dumps(statement) for statement in policy.pop("Statement"))
    rest = "".join(f"{json.dumps(key)}: {json.dumps(value)}, " for key, value in policy.items())
    return f'{{{rest}"Statement": [\n{statements}\n]}}'


def details(detail: object) -> list[str]:
    """Details are a text, a list of actions, or a list of actions with the resources that they ask for."""
    entries = detail if isinstance(detail, list) else [detail]
    return [
        f"{entry['action']} needs {entry['required_format']}" if isinstance(entry, dict) else str(entry)
        for entry in entries
        if entry
    ]


def statement_of(location: dict[str, int]) -> int | None:
    """The index of the statement that a finding points at, by its line."""
    line = location.get("line", location.get("lineno"))
    return None if line is None or line < 2 else line - 2


findings = [
    {
        "policy": policy["name"],
        "statement": statement_of(finding.location),
        "issue": finding.issue,
        "details": details(finding.detail),
    }
    for policy in json.load(sys.stdin)
    for finding in analyze_policy_string(laid_out(policy["text"])).findings
]
json.dump(findings, sys.stdout)
