"""A small sweep on the teaching roster, and what it leaves in a folder."""

import json
from pathlib import Path

from scenarios.schema import Scenario
from scenarios.sweeps.build import sweep_plan

SMALL = {
    "name": "small",
    "roster": "teaching",
    "end": "2026-02",
    "prior": "ranges",
    "designs": ["rotating", "igo:OECD"],
    "sweep": {
        "method": "sobol",
        "points": 16,
        "replicates": 8,
        "changed_designs": ["rotating"],
        "vary": {"us_engagement": {"low": 0.3, "high": 1.1}, "staff_fte": [5, 20, 80]},
    },
}
TOML = """
roster = "teaching"
end = "2026-02"
prior = "ranges"
designs = ["rotating", "igo:OECD"]
[sweep]
method = "sobol"
points = 16
replicates = 8
changed_designs = ["rotating"]
[sweep.vary]
us_engagement = { low = 0.3, high = 1.1 }
staff_fte = [5, 20, 80]
"""


def small_plan(**changes):
    return sweep_plan(Scenario.of(SMALL | {"sweep": SMALL["sweep"] | changes}))


def left_in(folder) -> dict:
    """Name -> content of every file of a finished sweep, the manifest without how it was run."""
    found = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
    found.pop(".entente-claim", None)  # of a process that was killed on its way out
    found["manifest.json"] = {key: v for key, v in json.loads(found["manifest.json"]).items() if key != "run"}
    return found
