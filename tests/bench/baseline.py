"""Seconds a run of the default world, by variant: ``python -m tests.bench.baseline --runs 10``.

Each variant lives in a process of its own (whether rules are compiled is decided at import) and runs the same
configurations: replicate k of the default scenario, its designs in turn. The processes take turns run by run, so that
what else the machine does weighs on all alike. Times are processor seconds of the run alone, after one run to warm up;
the wall clock stands beside them. ``VARIANTS`` is where another engine joins.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.config import RunConfig


@dataclass(frozen=True)
class Variant:
    """What is measured: the environment it needs, and what runs a configuration and counts its sharing choices."""

    name: str
    run: Callable[[RunConfig], int]
    environment: tuple[tuple[str, str], ...] = ()


def run_idiomatic(config: RunConfig) -> int:
    """The idiomatic model."""
    from tests.bench.idiomatic import IdiomaticModel

    counts = IdiomaticModel(config).run().counts
    return counts["share"] + counts["pool"]


def run_reference(config: RunConfig) -> int:
    """The reference model."""
    from sim.model import CooperationModel

    record = CooperationModel(config).run()
    return int(record.bilateral_shares[:, :, 0].sum() + record.network_shares[:, :, 0].sum())


def run_ensemble(config: RunConfig) -> int:
    """The compiled ensemble, one run at a time, with its whole record."""
    from sim.ensemble.runs import Ensemble

    if "ensemble" not in _kept:
        _kept["ensemble"] = Ensemble(config)  # all configurations have one setting
    record = _kept["ensemble"].record(config)
    return int(record.bilateral_shares[:, :, 0].sum() + record.network_shares[:, :, 0].sum())


_kept: dict[str, Any] = {}
VARIANTS = {
    "idiomatic": Variant("idiomatic Mesa", run_idiomatic),
    "plain": Variant("reference, not compiled", run_reference, (("ENTENTE_JIT", "0"),)),
    "shipped": Variant("reference as it ships", run_reference, (("ENTENTE_JIT", "1"),)),
    "ensemble": Variant("ensemble, a run at a time", run_ensemble, (("ENTENTE_JIT", "1"),)),
}
BASE = "idiomatic"  # the variant that the others are compared with


def configurations(runs: int) -> list[RunConfig]:
    """Runs of the default scenario of which no two begin alike: one design a replicate, the designs in turn."""
    job, rows = _default(runs)
    return [_config(job, job.recipes[k % len(job.recipes)], row) for k, row in enumerate(rows)]


def comparison(replicates: int) -> list[RunConfig]:
    """The default comparison: every design of a replicate, then the next."""
    job, rows = _default(replicates)
    return [_config(job, recipe, row) for row in rows for recipe in job.recipes]


def _default(replicates: int) -> tuple[Any, list[dict[str, Any]]]:
    """The job of the default scenario, and what is drawn for its first replicates."""
    from scenarios.experiment import make_job
    from scenarios.rosters import load_roster
    from scenarios.sampling import draw_replicates
    from scenarios.schema import load_scenario

    scenario = load_scenario("default")
    job, _ = make_job(scenario, load_roster(scenario.roster))
    return job, draw_replicates(scenario, n=replicates).to_dict("records")


def _config(job: Any, recipe: Any, row: dict[str, Any]) -> RunConfig:
    from scenarios.worker import config_for

    return config_for(job, recipe, row)


# ---- one variant's process --------------------------------------------------------------------------------------
def serve(name: str, runs: int) -> None:
    """Run the configuration whose number comes in on a line, and answer with its times."""
    variant, configs = VARIANTS[name], configurations(runs)
    variant.run(configs[0])
    print("ready", flush=True)
    for line in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        choices = variant.run(configs[int(line)])
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        print(json.dumps({"cpu": cpu, "wall": wall, "choices": choices}), flush=True)


class Server:
    """The process of a variant, as seen from outside."""

    def __init__(self, name: str, runs: int) -> None:
        command = [sys.executable, "-m", "tests.bench.baseline", "--serve", name, "--runs", str(runs)]
        environment = os.environ | dict(VARIANTS[name].environment)
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        self.answer()

    def answer(self) -> str:
        """The next line; RuntimeError if the process ended."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{' '.join(map(str, self.process.args))} ended")  # type: ignore[arg-type]
        return line

    def ask(self, number: int) -> dict[str, float]:
        """Times of a configuration."""
        assert self.process.stdin is not None
        print(number, file=self.process.stdin, flush=True)
        return json.loads(self.answer())

    def close(self) -> None:
        """Let the process end."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


# ---- all variants -----------------------------------------------------------------------------------------------
def measure(names: list[str], runs: int) -> dict[str, list[dict[str, float]]]:
    """Times of every run by variant, the variants in turn."""
    servers: dict[str, Server] = {}
    try:
        for name in names:
            servers[name] = Server(name, runs)
        times: dict[str, list[dict[str, float]]] = {name: [] for name in names}
        for number in range(runs):
            for name in names:
                times[name].append(servers[name].ask(number))
        return times
    finally:
        for server in servers.values():
            server.close()


def table(times: dict[str, list[dict[str, float]]]) -> str:
    """Means and ratios; the ratio's range is over runs."""
    heading = f"{'variant':26}{'cpu s/run':>11}{'wall s/run':>12}{'ratio':>8}{'quartiles':>16}{'choices/run':>13}"
    lines = [heading]
    base = times.get(BASE)
    for name, runs in times.items():
        cpu, wall, choices = (statistics.fmean(run[key] for run in runs) for key in ("cpu", "wall", "choices"))
        line = f"{VARIANTS[name].name:26}{cpu:11.3f}{wall:12.3f}"
        if base:
            each = sorted(run["cpu"] / other["cpu"] for run, other in zip(runs, base, strict=True))
            low, high = each[len(each) // 4], each[(3 * len(each)) // 4 if len(each) > 1 else 0]
            line += f"{cpu / statistics.fmean(run['cpu'] for run in base):8.2f}{f'{low:.2f} to {high:.2f}':>16}"
        lines.append(line + f"{choices:13.0f}")
    return "\n".join(lines)


def versions() -> str:
    """What was measured with."""
    from importlib.metadata import version

    names = ("mesa", "simpy", "numpy", "numba")
    return f"Python {sys.version.split()[0]}, " + ", ".join(f"{name} {version(name)}" for name in names)


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser: Any = argparse.ArgumentParser(prog="python -m tests.bench.baseline", description=__doc__)
    parser.add_argument("--runs", type=int, default=10, help="runs a variant (default 10)")
    parser.add_argument("--variants", nargs="+", choices=list(VARIANTS), default=list(VARIANTS))
    parser.add_argument("--serve", choices=list(VARIANTS), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.serve:
        serve(given.serve, given.runs)
        return
    print(f"Default world, {given.runs} runs a variant, in turn. {versions()}, {os.cpu_count()} processors.")
    print(table(measure(given.variants, given.runs)))


if __name__ == "__main__":
    main()
