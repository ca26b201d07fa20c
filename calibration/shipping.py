"""From a finished calibration to what the package ships: draws of equal weight, their account, the diagnostics."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from calibration.contraction import IDENTIFIED
from calibration.folder import Section
from calibration.observed import admissible_dyads
from calibration.posterior import Posterior, prior_mean, prior_sd
from calibration.simulator import DRAWN, Simulator
from scenarios import posterior as shipped
from scenarios.rosters import load_roster
from scenarios.stored_files import as_json, read_table, write_whole
from sim.jit import sources_hash
from sim.parameters import BEHAVIOUR_NAMES, INDEX, default_values

RESULTS = Path(__file__).parent / "data" / "calibration.json"
DATA = "the collaborations, membership and joint tests on record by December 2025"
METHOD = "approximate Bayesian computation, runs of one table weighted by a kernel"
MOVED = 0.25  # prior SD: a mean of an unfitted parameter that moves less is not told
TRIED = 20  # draws whose networks make the fingerprint


def draws_text(posterior: Posterior, count: int, seed: int) -> str:
    """``count`` rows of equal weight as CSV. A row that is taken twice has a number behind its own."""
    out, seen = io.StringIO(), dict[int, int]()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["draw", *DRAWN])
    for k in posterior.rows(count, seed):
        number = int(posterior.numbers[k])
        seen[number] = seen.get(number, 0) + 1
        name = f"{number}" if seen[number] == 1 else f"{number}.{seen[number]}"
        rows.writerow([name, *(f"{value:.6g}" for value in posterior.values[k])])
    return out.getvalue()


def identified(sections: Mapping[str, Section]) -> list[str]:
    """Fitted parameters that the kernel narrows enough, and on which the second estimator agrees."""
    agreed = {row["parameter"]: row["agree"] for row in sections["agreement"]["rows"]}
    return [row["name"] for row in sections["kernel"]["parameters"] if row["identified"] and agreed[row["name"]]]


def moved(posterior: Posterior, fitted: Iterable[str]) -> dict[str, list[float]]:
    """Parameters of behaviour that were not fitted but lie elsewhere than under their prior: shift, ratio of SDs."""
    found = {}
    for name in BEHAVIOUR_NAMES:
        shift = (posterior.mean(name) - prior_mean(name)) / prior_sd(name)
        ratio = posterior.sd(name) / prior_sd(name)
        if name not in fitted and (abs(shift) >= MOVED or ratio <= IDENTIFIED):
            found[name] = [round(shift, 3), round(ratio, 3)]
    return dict(sorted(found.items(), key=lambda item: -abs(item[1][0])))


def fingerprint(seed: int) -> str:
    """Hash of the networks that the present rules make of the first draws installed: it changes with results only."""
    table = shipped.posterior_table().head(TRIED)
    roster = load_roster("real")
    simulator = Simulator(roster, admissible_dyads(roster), seed)
    params = np.tile(default_values(), (len(table), 1))
    for name in DRAWN:
        params[:, INDEX[name]] = table[name]
    found = simulator.run(np.arange(len(table)), params)
    return hashlib.blake2b(
        found.first.tobytes() + found.signed.tobytes() + found.left.tobytes(), digest_size=8
    ).hexdigest()


def install(posterior: Posterior, sections: Mapping[str, Section], about: Mapping[str, Any]) -> list[Path]:
    """Put draws, their account and the sections into the package; the files written. ``about``: made, seed, shipped."""
    seed, ratios = int(about["seed"]), {row["name"]: float(row["ratio"]) for row in sections["kernel"]["parameters"]}
    found = identified(sections)
    write_whole(shipped.POSTERIOR, draws_text(posterior, int(about["shipped"]), seed))
    account = {
        "made": about["made"],
        "method": METHOD,
        "data": DATA,
        "seed": seed,
        "ratios": ratios,
        "identified": found,
        "not_identified": [name for name in ratios if name not in found],
        "moved": moved(posterior, ratios),
        "rules": sources_hash(),
        "fingerprint": fingerprint(seed),
    }
    write_whole(shipped.POSTERIOR.with_suffix(".json"), as_json(account))
    write_whole(RESULTS, as_json({"about": dict(about) | {"rules": sources_hash()}, "sections": dict(sections)}))
    return [shipped.POSTERIOR, shipped.POSTERIOR.with_suffix(".json"), RESULTS]


def installed() -> dict[str, Any]:
    """The account and the sections that the package ships: 'about' and 'sections'."""
    return read_table(RESULTS)
