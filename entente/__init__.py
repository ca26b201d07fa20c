"""The front doors: the Python API, the command line and the browser.

>>> import entente
>>> [entry["name"] for entry in entente.designs()][:3]
['none', 'adhoc', 'rotating']
"""

from entente.api import (
    Compared,
    compare,
    decisions,
    designs,
    explain,
    hindcast,
    load,
    load_roster,
    outcomes,
    parameters,
    rosters,
    run,
    scenarios,
)

__version__ = "0.1.0"
__all__ = [
    "Compared",
    "compare",
    "decisions",
    "designs",
    "explain",
    "hindcast",
    "load",
    "load_roster",
    "outcomes",
    "parameters",
    "rosters",
    "run",
    "scenarios",
]
