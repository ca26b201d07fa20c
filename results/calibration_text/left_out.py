"""Forecasts of the dyads left out in words: the model beside hazards that know the same."""

from __future__ import annotations

from typing import Any

from calibration.diagnostics.hazards import BASELINES
from calibration.diagnostics.leave_out import MODEL
from results.markdown import table
from results.numbers import listing, number


def text(section: dict[str, Any]) -> str:
    """Markdown of the 'forecasts' in ``calibration.diagnostics.leave_out.section``."""
    parts = [
        "Each dyad left out whole, on the simulated and the observed side alike: was it tied? The model's chance is "
        "the weighted share of its runs that tied the dyad (at least "
        f"{section['effective']:,.0f} effective runs behind each). The hazards are fitted to the other dyads' whole "
        "record, at risk from when both sides have an office, "
        + listing(f"{b.name}: `logit h = {b.formula}`" for b in BASELINES)
        + ". Log loss is the mean of -log of the probability of what happened: less is better. Differences are paired "
        "over the dyads, with their standard error; a difference is called clear if its 90% interval excludes 0. "
        "Nothing was tuned to these figures. Dyads share actors, so the errors are rather too small.",
    ]
    for forecast in section["forecasts"]:
        parts += [f"#### Tied by {forecast['until']}", _verdict(forecast), _table(forecast)]
    return "\n\n".join(parts) + "\n"


def _verdict(forecast: dict[str, Any]) -> str:
    model, *others = forecast["rows"]
    clear = not model["verdict"].startswith("no")
    word = (
        f"The model is **{model['verdict']} than the constant**"
        if clear
        else "**No clear difference** from the constant"
    )
    gap = f"{number(model['difference'], sign=True)} ± {number(model['error'])}"
    said = f"{forecast['tied']} of {forecast['dyads']} dyads were. {word} ({gap})"
    lower = [row["name"] for row in others if row["loss"] < model["loss"]]
    if not lower:
        return f"{said}; no hazard has a smaller loss than the model."
    return f"{said}; {listing(lower)} {'has' if len(lower) == 1 else 'have'} a smaller loss than the model."


def _table(forecast: dict[str, Any]) -> str:
    heads = ["forecast", "log loss", "less the constant's", "", "expected ties", "AUC"]
    rows = [
        [f"**{row['name']}**" if row["name"] == MODEL else row["name"], f"{row['loss']:.3f}",
         f"{row['difference']:+.3f} ± {row['error']:.3f}", row["verdict"] if row["error"] else "",
         f"{row['expected']:.1f}", "–" if row["auc"] is None else f"{row['auc']:.2f}"]
        for row in forecast["rows"]
    ]  # fmt: skip
    return table(heads, rows)
