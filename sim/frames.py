"""What Mesa's DataCollector collects in the reference model: frames for the model, the agents and the pairs."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.record import SERIES

OF_AGENT = ("capacity", "openness", "degree", "tier", "effort", "dues", "influence")


def _pairs(model: Any) -> list[tuple[int, int, int, float]]:
    w = model.world
    tied = np.argwhere(np.triu(w.ties) > 0)
    return [(int(a), int(b), int(w.ties[a, b]), float(w.trust[a, b])) for a, b in tied]


def _where_it_has(name: str) -> list[Any]:
    """A reporter that gives None for an agent without the attribute: a firm has no tier. Mesa 3.5 raises by itself."""
    return [getattr, [name, None]]


def reporters() -> dict[str, dict[str, Any]]:
    """Arguments of the DataCollector: every series of the record, attributes of each agent, the tied pairs."""
    return {
        "model_reporters": {"month": "month"} | {name: name for name in SERIES} | {"pairs": _pairs},
        "agent_reporters": {"kind": "kind", "actor": "name"} | {name: _where_it_has(name) for name in OF_AGENT},
    }


def frames(model: Any) -> dict[str, Any]:
    """``model``: one row a month; ``agents``: a row a month and agent; ``pairs``: a row a month and tie.

    EntenteError if the run collects nothing.
    """
    if model.datacollector is None:
        from sim.errors import EntenteError

        raise EntenteError("this run kept no frames: set collect=True in its configuration")
    table = model.datacollector.get_model_vars_dataframe()
    agents = model.datacollector.get_agent_vars_dataframe().reset_index()
    label = model.config.roster.label
    rows = [
        {
            "month": month,
            "a": label(a),
            "b": label(b),
            "types": int(mask).bit_count(),
            "mask": mask,
            "trust": trust,
        }
        for month, pairs in zip(table["month"], table["pairs"], strict=True)
        for a, b, mask, trust in pairs
    ]
    return {"model": table.drop(columns="pairs"), "agents": agents, "pairs": type(table)(rows)}
