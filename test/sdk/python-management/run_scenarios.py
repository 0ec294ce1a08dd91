"""Runs every scenario of `scenarios.py`, or lists them with `--list`: one line of JSON for each."""

import inspect
import json
import sys
import traceback

import scenarios
from plane import Plane

found = [
    (name.replace("_", " "), function)
    for name, function in inspect.getmembers(scenarios, inspect.isfunction)
    if function.__module__ == scenarios.__name__ and not name.startswith("_")
]
found.sort(key=lambda scenario: inspect.getsourcelines(scenario[1])[1])

for name, scenario in found:
    outcome = {"name": name}
    if "--list" not in sys.argv:
        try:
            scenario(Plane.from_environment())
        except Exception:
            outcome["failure"] = traceback.format_exc()
    print(json.dumps(outcome), flush=True)
