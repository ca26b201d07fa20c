"""The command that makes runs like these again, on the same draws: the one place for it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import Any

from scenarios.schema import Scenario, load_scenario, scenario_names
from sim.errors import InputError

COMMAND = ("entente", "compare")
_KEPT = ("--scenario", "--roster", "--months")  # options that say which experiment it is
_ALLOWED = "--allow-rules"
# What a command line says by itself, or what is no part of the experiment.
_BESIDE = (
    "name", "title", "description", "evidence", "expectations", "baseline", "outcomes", "designs", "replicates", "seed",
    "end", "roster",
)  # fmt: skip


def compare_again(runs: Any, designs: Sequence[str], replicates: int, actor: str | None = None) -> str:
    """The command line that runs these designs in the same experiment, quoted for a shell.

    designs : names of designs of the runs, or presets.  actor : whose view it is to show.

    Of runs that a command made, its scenario, roster and months are taken over as they were typed. It names no folder
    of a machine: what was given by a whole path is named as from its own folder.
    """
    said = _typed(runs.command) if runs.command else _options(runs.scenario)
    texts = dict(zip(runs.asked, runs.scenario.designs, strict=False))  # a design of one's own is known by its file
    asked = ",".join(texts.get(design, design) for design in designs)
    words = [*COMMAND, *said, "--designs", asked, "--replicates", str(replicates), "--seed", str(runs.seed)]
    return shlex.join([*words, *(["--for", actor] if actor else [])])


def _typed(command: str) -> list[str]:
    """The options of a command line that say which experiment it is."""
    words = shlex.split(command)
    found = []
    for k, word in enumerate(words):
        option, has_value, value = word.partition("=")
        if option in _KEPT:
            found += [option, value if has_value else words[k + 1]]
        elif word == _ALLOWED:
            found.append(word)
    return found


def _options(scenario: Any) -> list[str]:
    """The options that make a scenario from one that comes along, else its link, else its file's name."""
    known = load_scenario(scenario.name) if scenario.name in scenario_names() else None
    if known is None or _content(known) != _content(scenario):
        return ["--scenario", _link(scenario)]
    found = [] if scenario.name == "default" else ["--scenario", scenario.name]
    if scenario.roster != known.roster:
        found += ["--roster", scenario.roster]
    if scenario.end != known.end:
        found += ["--months", str(scenario.end_month - scenario.adopt_month + 1)]
    return found


def _content(scenario: Scenario) -> dict[str, Any]:
    return {key: value for key, value in scenario.plain().items() if key not in _BESIDE}


def _link(scenario: Scenario) -> str:
    try:
        return scenario.link()
    except InputError:  # it names files, which a link cannot hold
        return f"{scenario.name}.toml"
