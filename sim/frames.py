"""What Mesa's DataCollector collects in the reference model: frames for the model, the agents and the pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.months import month_label
from sim.record import SERIES

if TYPE_CHECKING:
    from sim.model import CooperationModel


def _latest(k: int) -> Any:
    return lambda model: float(model.world.series[model.world.month - model.world.first, k])


def _of_agent(name: str) -> Any:
    def value(agent: Any) -> float | None:
        world, node = agent.world, agent.node
        values = getattr(world, name)
        return float(values[node]) if node < len(values) else None

    return value


def _pairs(model: CooperationModel) -> list[tuple[int, int, int, float]]:
    w = model.world
    tied = np.argwhere(np.triu(w.ties) > 0)
    return [(int(a), int(b), int(w.ties[a, b]), float(w.trust[a, b])) for a, b in tied]


def reporters() -> dict[str, dict[str, Any]]:
    """Arguments of the DataCollector: every series of the record, the row of each agent, the tied pairs."""
    of_agent = ("capacity", "openness", "degree", "tier", "effort", "dues", "influence")
    return {
        "model_reporters": {"month": lambda m: month_label(m.world.month)}
        | {name: _latest(k) for k, name in enumerate(SERIES)}
        | {"pairs": _pairs},
        "agent_reporters": {"kind": lambda a: type(a).__name__, "actor": lambda a: a.name}
        | {name: _of_agent(name) for name in of_agent},
    }


def frames(model: CooperationModel) -> dict[str, Any]:
    """``model``: one row a month; ``agents``: a row a month and agent; ``pairs``: a row a month and tie."""
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
