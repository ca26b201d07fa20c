"""The page on the calibration, from the diagnostics that the package ships."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from calibration.shipping import identified, installed
from results.calibration_text import (
    agreement,
    data,
    identify,
    kernel,
    leave_out,
    left_out,
    predictive,
    predictive_figure,
    priors,
    recovery,
    recovery_figure,
    regression,
    scales,
)
from results.calibration_text.conclusion import verdict_table
from results.figures import style
from scenarios import posterior
from scenarios.stored_files import write_whole

Text = Callable[[dict[str, Any]], str]
TEXTS: dict[str, Text] = {
    "data": data.text, "identify": identify.text, "kernel": kernel.text, "regression": regression.text,
    "recovery": recovery.text, "recovery_like": recovery.text,
    "agreement": agreement.text, "predictive": predictive.text, "leave_out": leave_out.text, "priors": priors.text,
    "scales": scales.text,
}  # fmt: skip
FIGURES: dict[str, tuple[str, Callable[[dict[str, Any]], Any]]] = {
    "calibration-ranks.svg": ("recovery", recovery_figure.draw),
    "calibration-predictive.svg": ("predictive", predictive_figure.draw),
}


def values() -> dict[str, str]:
    """Name -> Markdown of every section, the 'result' in a sentence, and what 'made' it."""
    found = installed()
    sections = found["sections"]
    about, said = found["about"], posterior.about().sentence()
    made = (
        f"Made on {about['made']} by `entente calibrate --write --seed {about['seed']}`, version "
        f"{about['version']}, rules `{about['rules']}`; {about['shipped']} draws are shipped "
        f"(`scenarios/data/posterior.csv`). It took {about['seconds'] / 60:.0f} minutes on {about['threads']} threads."
    )
    return {
        **{name: text(sections[name]) for name, text in TEXTS.items()},
        "verdicts": verdict_table(sections["kernel"], sections["agreement"], identified(sections)),
        "left_out": left_out.text(sections["leave_out"]),
        "result": f"In short, {said}. {_robust(sections)}",
        "made": made,
    }


def _robust(sections: dict[str, Any]) -> str:
    """How far the result holds, in a sentence."""
    tried = {
        "without one dyad or with another reading of the data": sections["leave_out"]["robust"],
        "with another kernel": sections["scales"]["robust"],
        "under other priors": sections["priors"]["robust"],
    }
    parts = [f"{'robust' if held else 'not robust'} {how}" for how, held in tried.items()]
    return f"It is {', '.join(parts[:-1])} and {parts[-1]} (below)."


def save_figure(name: str, path: Path) -> None:
    """Write one of ``FIGURES`` as SVG, the same bytes for the same diagnostics."""
    section, draw = FIGURES[name]
    with style.house_style():
        svg = style.svg_bytes(draw(installed()["sections"][section]))
    write_whole(path, svg)
