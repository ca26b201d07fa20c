"""Where exported numbers come from: what was run, with which version, seed and command. No time, no machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from results.report_text import behaviour_status


@dataclass(frozen=True)
class Origin:
    """What every exported table says of its numbers.

    what : 'a comparison' or 'a sweep'.  command : as it was typed, '' if it was made from Python.
    notes : what a reader must know besides.
    """

    what: str
    title: str
    scenario: str
    version: str
    commit: str
    seed: int
    designs: tuple[str, ...]
    replicates: int
    behaviour: str
    command: str
    notes: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """For a caption: 'Entente 0.1.0, scenario default, seed 1, 64 replicates'."""
        many = "replicate" if self.replicates == 1 else "replicates"
        return f"Entente {self.version}, scenario {self.scenario}, seed {self.seed}, {self.replicates:,} {many}"

    @property
    def lines(self) -> list[str]:
        """All of it, a sentence a line."""
        said = [f"{self.short}; code {self.commit}.", f"Behaviour: {self.behaviour}."]
        said += [f"Made by: {self.command}."] if self.command else []
        return said + [f"{note}." for note in self.notes]

    def to_json(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "version": self.version,
            "code": self.commit,
            "scenario": self.scenario,
            "seed": self.seed,
            "replicates": self.replicates,
            "designs": list(self.designs),
            "behaviour": self.behaviour,
            "command": self.command,
            "notes": list(self.notes),
        }


def of_comparison(manifest: dict[str, Any]) -> Origin:
    """From the manifest of a run."""
    made, result = manifest["configuration"], manifest["result"]
    notes = []
    if not result["complete"]:
        notes.append(f"Stopped early: {made['replicates']} replicates were finished")
    if result["failed_runs"]:
        notes.append(f"{result['failed_runs']} runs failed and are left out")
    scenario = made["scenario"]
    return Origin(
        "a comparison", scenario["title"] or scenario["name"], scenario["name"], *_code(manifest), made["seed"],
        tuple(design["name"] for design in made["designs"]), made["replicates"],
        behaviour_status(made["behaviour_prior"]), manifest["run"]["command"], tuple(notes),
    )  # fmt: skip


def of_sweep(manifest: dict[str, Any]) -> Origin:
    """From the manifest of a sweep."""
    made, result = manifest["configuration"], manifest["result"]
    scenario = made["scenario"]
    notes = [f"{result['points']:,} points, {result['runs']:,} runs"]
    if result["failed_runs"]:
        notes.append(f"{result['failed_runs']:,} runs failed: their rows say why")
    return Origin(
        "a sweep", scenario["title"] or scenario["name"], scenario["name"], *_code(manifest), scenario["seed"],
        tuple(made["designs"]), made["replicates"], behaviour_status(made["outline"]["draws"][0]["prior"]),
        manifest["run"]["command"], tuple(notes),
    )  # fmt: skip


def _code(manifest: dict[str, Any]) -> tuple[str, str]:
    """Version, and commit as it is said."""
    code = manifest["code"]
    commit = code["commit"] or "not recorded"
    return code["version"], f"{commit}, with changes that are not committed" if code["modified"] else commit
