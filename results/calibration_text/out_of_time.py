"""The test out of time in words: its power first, then the forecast, then the scores if the test was taken."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from calibration.out_of_time.verdicts import CONSISTENT, IN_SAMPLE, MODEL, NOT_SCORED, ONCE, expected, qualified
from results.numbers import listing, percent, sentence
from results.studies.screening.text import markdown

LIKELIEST = 12  # dyads of the forecast that are listed
LOW_POWER, FALSE_ALARM = 0.8, 0.05
SCORE_HEADS = ("", "log score", "Brier score", "AUC")


def text(section: Mapping[str, Any]) -> str:
    """The section (see ``calibration.out_of_time.section.section``) as Markdown, headings from ###."""
    blocks = [_window(section), _power(section["power"])]
    blocks += ["### The forecast at the cut-off", _forecast(section), _count(section), _baselines(section)]
    blocks += ["### What came", _status(section["status"])]
    for row in section["sets"]:
        blocks += _set(row, [other for other in section["sets"] if row["primary"] and other is not row])
    if section["in_sample"] is not None:
        blocks += ["### In sample, one dyad left out at a time", _in_sample(section["in_sample"], _constant(section))]
    return "\n\n".join(blocks) + "\n"


# ---- power --------------------------------------------------------------------------------------------------------
def _window(section: Mapping[str, Any]) -> str:
    window, first = section["window"], section["power"]
    return (
        f"Which of the {first['dyads']} dyads that were open at the cut-off ({window['cut_off']}) get a first deal "
        f"from {window['from']} to {window['to']}? Primary set, named before any score: "
        f"{section['primary']} the cut-off."
        "\n\nWhat is known of the time after the cut-off:\n\n" + "\n".join(f"- {line}" for line in section["known"])
    )


def _power(power: Mapping[str, Any]) -> str:
    rows = [
        [
            row["baseline"],
            percent(row["if_model"]["better"]),
            percent(row["if_model"]["worse"]),
            percent(row["if_baseline"]["better"]),
            percent(row["if_baseline"]["worse"]),
            percent(row["count_outside"]),
        ]
        for row in power["rows"]
    ]
    heads = [
        "baseline", "model true: better", "model true: worse", "baseline true: better (false alarm)",
        "baseline true: worse", "baseline true: number of ties outside",
    ]  # fmt: skip
    return "\n\n".join(
        (
            f"Outcomes were made up {power['worlds']:,} times by the model, and as often by each baseline, and scored "
            "as the real ones are. The table says how often the model would be called better or worse at 90% "
            "confidence, and how often the number of ties made by the baseline lies outside the model's central 90%.",
            markdown(heads, rows),
            f"{_power_words(power['rows'])} {_count_power(power['rows'])}",
        )
    )


def _power_words(rows: Sequence[Mapping[str, Any]]) -> str:
    weak = _told(rows, "better", lambda share: share < LOW_POWER)
    wronged = _told(rows, "worse", lambda share: share > FALSE_ALARM)
    words = f"If the model were true, it would beat every baseline {percent(LOW_POWER)} of the time or more."
    if weak:
        words = (
            f"Even if the model were true, it would beat these baselines less than {percent(LOW_POWER)} of the time: "
            f"{weak}. 'No better than' one of them is therefore weak evidence against the model."
        )
    if wronged:
        words += (
            f" And it would be called worse, wrongly, more often than {percent(FALSE_ALARM)} of the time: {wronged}. "
            "One draw of the parameters rules all dyads, so they fill or stay open together, while the interval takes "
            "them for independent."
        )
    return words


def _count_power(rows: Sequence[Mapping[str, Any]]) -> str:
    """How often the number of ties would tell the model from a baseline."""
    most = max(row["count_outside"] for row in rows)
    found = f"worlds made by the baselines fall outside its interval in at most {percent(most)} of cases"
    if most <= FALSE_ALARM:
        return (
            f"The count of ties can hardly speak against the model: {found}. 'Consistent with what came' says little."
        )
    if most < LOW_POWER:
        return f"The count of ties is a weak test of the model: {found}."
    return f"The count of ties can tell the model from at least one baseline: {found}."


def _told(rows: Sequence[Mapping[str, Any]], call: str, chosen: Callable[[float], bool]) -> str:
    """Baselines for which a call, were the model true, has a chosen share."""
    shares = {row["baseline"]: row["if_model"][call] for row in rows}
    return listing(f"{name} ({percent(share)})" for name, share in shares.items() if chosen(share))


# ---- forecast -----------------------------------------------------------------------------------------------------
def _forecast(section: Mapping[str, Any]) -> str:
    rows, names = section["forecast"], list(section["forecast"][0]["chances"])
    worst = max(row["error"] for row in rows)
    body = [[row["dyad"], *(percent(row["chances"][n]) for n in names)] for row in rows[:LIKELIEST]]
    return (
        f"The likeliest {len(body)} of {len(rows)} open dyads by the model, from {section['runs']:,} runs (Monte Carlo "
        f"standard deviation of a probability at most {worst:.3f}).\n\n" + markdown(["dyad", *names], body)
    )


def _count(section: Mapping[str, Any]) -> str:
    count, check = section["count"], section["foundings"]
    parts = listing(
        f"{count[k]['low']:.0f} to {count[k]['high']:.0f} ({word}; mean {count[k]['mean']:.1f})"
        for k, word in (("all", "all"), ("offices", "between offices"), ("firms", "with firms"))
    )
    expected = listing(f"{name} {value:.1f}" for name, value in count["expected"].items() if name != MODEL)
    change = f"{100 * abs(check['largest']):.0f} points {'less' if check['largest'] < 0 else 'more'}"
    return (
        f"New ties by the model, central 90%: {parts}. Baselines expect: {expected}. "
        f"Without the foundings after the cut-off the model expects {check['mean']:.1f}; the largest change of a "
        f"probability is {change}, at {check['dyad']}."
    )


def _baselines(section: Mapping[str, Any]) -> str:
    body = [
        [b["name"], f"`{b['formula']}`", b["source"], "–" if b["penalty"] is None else f"{b['penalty']:g}"]
        for b in section["baselines"]
    ]
    return "Baselines: monthly hazards h, fitted to June 2023 to November 2024.\n\n" + markdown(
        ["baseline", "hazard", "source", "penalty"], body
    )


# ---- scores -------------------------------------------------------------------------------------------------------
def _status(status: Mapping[str, Any]) -> str:
    if status["state"] == NOT_SCORED:
        return "Not scored yet: the outcomes have not been looked at by any score."
    if status["state"] == IN_SAMPLE:
        changed = listing(status["changed"])
        return f"**{sentence(status['text'])}** Changed: {changed}. What follows is no test out of time any more."
    assert status["state"] == ONCE
    return f"**{sentence(status['text'])}**"


def _set(row: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> list[str]:
    mark = " (primary)" if row["primary"] else ""
    blocks = [f"#### Grade {row['name']} the cut-off{mark}", _words(row, others), _scores(row), _differences(row)]
    if row["primary"]:
        blocks += _reliability(row["reliability"][MODEL])
    return blocks


def _words(row: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> str:
    count = row["count"]
    inside = "inside" if count["verdict"] == CONSISTENT else "outside"
    return (
        f"{row['new']} of {row['dyads']} open dyads filled, {inside} the model's {count['low']:.0f} to "
        f"{count['high']:.0f}: expected {expected(row):.1f}, came {row['new']}. The model is {listing(row['words'])}. "
        f"{qualified(row, others)}"
    ).rstrip()


def _scores(table: Mapping[str, Any], unranked: Collection[str] = ()) -> str:
    """A row a forecast; a dash for the AUC of those that are ``unranked``."""
    body = [
        [name, _cell(row["log"]), _cell(row["brier"]), "–" if name in unranked else _cell(row["auc"])]
        for name, row in table["scores"].items()
    ]
    return markdown(SCORE_HEADS, body)


def _differences(table: Mapping[str, Any], unranked: Collection[str] = ()) -> str:
    """Model less baseline, with the two intervals that allow for shared actors, and what they would say."""
    body = [
        [
            name,
            _cell(row["log"], sign=True),
            _between(row["log"]["actors_low"], row["log"]["actors_high"]),
            _between(row["log"]["robust_low"], row["log"]["robust_high"]),
            _cell(row["brier"], sign=True),
            "–" if name in unranked else _cell(row["auc"], sign=True),
            row["verdict"],
        ]
        for name, row in table["differences"].items()
    ]
    heads = ["model less", "log score", "over actors", "cluster robust", "Brier score", "AUC", "the model is"]
    return f"{markdown(heads, body)}\n\n{_dependence(table['differences'])}".rstrip()


def _dependence(differences: Mapping[str, Any]) -> str:
    """Said if intervals that allow for shared actors read the same; where they do not, the verdicts' 'But' says so."""
    rows = differences.values()
    same = all(row[key] == row["verdict"] for row in rows for key in ("verdict_actors", "verdict_robust"))
    return "Intervals that allow for dyads sharing an actor read the same." if same else ""


def _reliability(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    body = [
        [
            f"{percent(r['from'])} to {percent(r['to'])}",
            str(r["dyads"]),
            percent(r["forecast"]),
            str(r["tied"]),
            percent(r["share"]),
            f"{percent(r['low'])} to {percent(r['high'])}",
        ]
        for r in rows
    ]
    table = markdown(["forecast", "dyads", "mean forecast", "tied", "share", "90% interval"], body)
    return ["Reliability, model:", table, _leaning(rows)]


def _leaning(rows: Sequence[Mapping[str, Any]]) -> str:
    """Whether the forecasts are too high or too low throughout."""
    above, below = (sum(sign * (r["forecast"] - r["share"]) > 0 for r in rows) for sign in (1, -1))
    for count, word, what in ((above, "above", "too high"), (below, "below", "too low")):
        if count == len(rows):
            return f"The mean forecast lies {word} the share that was tied in every group: the forecasts are {what}."
    return f"The mean forecast lies above the share that was tied in {above} of {len(rows)} groups, below in {below}."


def _constant(section: Mapping[str, Any]) -> list[str]:
    """Baselines without covariates."""
    return [row["name"] for row in section["baselines"] if not row["coefficients"]]


def _in_sample(found: Mapping[str, Any], constant: Sequence[str]) -> str:
    least = found["effective"]["least"]
    trust = "" if found["enough"] else " That is too few for some dyads: read their forecasts with care."
    words = listing(f"{row['verdict']} {name}" for name, row in found["differences"].items())
    return "\n\n".join(
        (
            f"Was a dyad tied by the cut-off ({found['tied']} of {found['dyads']} were)? "
            "Each is forecast by fits without it. The baselines see the other ties month by month, the model grows "
            "its own, so the baselines know more. "
            f"Effective runs behind a forecast of the model: median {found['effective']['median']:.0f}, "
            f"least {least:.0f}.{trust}",
            f"The model is {words}. {qualified(found, unranked=constant)}".rstrip(),
            _scores(found, constant),
            *_no_order(constant),
            _differences(found, constant),
            *_reliability(found["reliability"][MODEL]),
        )
    )


def _no_order(constant: Sequence[str]) -> list[str]:
    """Why a forecast without covariates has no AUC here."""
    if not constant:
        return []
    return [
        f"No AUC is given for {listing(constant)}, which has no covariates: it tells dyads apart by what was left out "
        "alone. A fit that lacks a tie is lower, and it lacks one exactly where the dyad was tied, so the order comes "
        "out reversed. The same pull, only weaker, is in every forecast here."
    ]


def _cell(row: Mapping[str, Any], sign: bool = False) -> str:
    if row["value"] is None:
        return "–"
    value = f"{row['value']:+.3f}" if sign else f"{row['value']:.3f}"
    return f"{value} ({_between(row['low'], row['high'])})".replace("-", "−")


def _between(low: float, high: float) -> str:
    return f"{low:.3f} to {high:.3f}".replace("-", "−")
