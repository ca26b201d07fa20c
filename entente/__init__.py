"""The front doors: the Python API, the command line and the browser.

>>> import entente
>>> [entry["name"] for entry in entente.designs()][:3]
['none', 'adhoc', 'rotating']
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from entente.api import (
        Compared,
        Swept,
        check_scenario,
        compare,
        decisions,
        designs,
        discover,
        evidence,
        explain,
        export,
        forecast,
        function,
        hindcast,
        load,
        load_roster,
        load_sweep,
        model,
        new_scenario,
        outcomes,
        parameters,
        reproduce,
        robust,
        rosters,
        run,
        run_session,
        scenario_link,
        scenario_schema,
        scenarios,
        search,
        sensitivity,
        stability,
        sweep,
        sweeps,
    )

__version__ = "0.1.0"
__all__ = [
    "Compared",
    "Swept",
    "check_scenario",
    "compare",
    "decisions",
    "designs",
    "discover",
    "evidence",
    "explain",
    "export",
    "forecast",
    "function",
    "hindcast",
    "load",
    "load_roster",
    "load_sweep",
    "model",
    "new_scenario",
    "outcomes",
    "parameters",
    "reproduce",
    "robust",
    "rosters",
    "run",
    "run_session",
    "scenario_link",
    "scenario_schema",
    "scenarios",
    "search",
    "sensitivity",
    "stability",
    "sweep",
    "sweeps",
]


def __getattr__(name: str) -> Any:
    """What the API holds, imported when it is asked for: the command line must begin before anything else is."""
    if name not in __all__:
        raise AttributeError(f"module 'entente' has no attribute '{name}'")
    from entente import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
