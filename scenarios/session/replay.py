"""The runs of a log: the record of the one that is played."""

from __future__ import annotations

from scenarios.experiment import run_single
from scenarios.session.log import Log
from sim.record import Record


def record_of(log: Log, decisions: bool = False) -> Record:
    """The whole run of a log, to the scenario's last month. ``decisions``: with their receipts, which takes longer."""
    (design,) = (scenario := log.played()).designs
    return run_single(scenario, design, replicate=log.replicate, keep_decisions=decisions, roster=log.roster())
