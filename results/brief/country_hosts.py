"""Who holds the secretariat: what others as hosts mean for a country, and whether it should host itself."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from results.brief.again import COMMAND as WORDS
from results.brief.again import compare_again
from results.brief.brief import NOT_APART, OPEN, Sentence
from results.brief.chances import of_100
from results.brief.country_phrases import (
    SMALL,
    apart,
    balance,
    chance,
    clause,
    fitting,
    halves,
    hardly,
    host,
    is_host,
    per_cent,
    posts,
)
from results.brief.country_tags import CountryTags
from results.brief.country_values import OUTSIDE, WELFARE, Own
from results.comparison import BETTER, WORSE

_ANSWERS = {BETTER: "yes", WORSE: "no"}
_OPEN = "the runs cannot tell"
COMMAND = " ".join(WORDS)  # the command that is told begins so
MOST_SAY = 0.5  # share of the say over the agenda from which it is most of it


def elsewhere(own: Own, design: str) -> bool:
    """Whether a design has a host that is somebody else: another country, or an organisation (no member's seat)."""
    point = own.all.points[design]
    if float(point["seat_share"]) > 0:
        return point.seat.max() > 0 and not is_host(own, design)
    return float(point["staff_fte"]) > 0 and not float(point["turn_share"]) and not float(point["lead_share"])


def by_gain(own: Own, designs: Sequence[str]) -> list[str]:
    """Designs by their median difference in net benefit from the baseline, the best first; those that have one."""
    gains = {design: own.cells[WELFARE, design]["diff"] for design in designs}
    return sorted((one for one in designs if math.isfinite(gains[one])), key=lambda design: -gains[design])


def others(own: Own, tags: CountryTags) -> Sentence | None:
    """Which other host is better for it, of the two furthest apart; None where nobody else hosts."""
    hosts = by_gain(own, [design for design in own.others if elsewhere(own, design)])
    if not hosts:
        return None
    best, worst = hosts[0], hosts[-1]
    if best == worst:
        return _only(own, best, tags)
    pair = own.pair(best, worst)
    about: dict[str, Any] = {"outcome": WELFARE, "designs": (best, worst)}
    furthest = ", the two furthest apart" if len(hosts) > 2 else ""
    if hardly(own, pair["diff"]):
        two = f"{host(own, best)} and {host(own, worst)}{f'{furthest},' if furthest else ''}"
        text = f"who else hosts hardly matters: {two} differ by less than {per_cent(SMALL)}"
        tag = NOT_APART if pair["verdict"] in _ANSWERS else OPEN
        return Sentence("Other hosts", (clause(text, tag, **about),))
    if pair["verdict"] != BETTER:
        text = f"{_OPEN} which other host suits it best"
        return Sentence("Other hosts", (clause(text, OPEN, **about),))
    text = f"{host(own, best)} suits it better than {host(own, worst)}{furthest}{apart(own, pair['diff'])}"
    return Sentence("Other hosts", (clause(text, NOT_APART, chance(pair["p_better"], pair["diff"]), **about),))


def _only(own: Own, design: str, tags: CountryTags) -> Sentence:
    row = own.cells[WELFARE, design]
    text, sure = f"with the only other host, {host(own, design)}, its net benefit hardly changes", ""
    if not hardly(own, row["diff"]):
        text = f"the only other host is {host(own, design)}, with {balance(own, row['diff'])}"
        sure = chance(row["p_better"], row["diff"])
    return Sentence(
        "Other hosts",
        (clause(text, tags.of(own.label, design, row["verdict"]), sure, outcome=WELFARE, designs=(design,)),),
    )


# ---- as host ----------
def hosting(own: Own, runs: Any, asked: str, tags: CountryTags) -> Sentence:
    """Should it host? Yes, no, or the runs cannot tell, and why; or which command would say it."""
    mine = by_gain(own, [design for design in own.others if is_host(own, design)])
    hosts = by_gain(own, [design for design in own.others if elsewhere(own, design)])
    if not mine:
        text = f"{_OPEN}: none had {own.called} as host; this would: `{command(own, runs, hosts, asked)}`"
        return Sentence("Hosting", (clause(text),))
    design, rival = mine[0], hosts[0] if hosts else own.all.baseline
    pair = own.pair(design, rival)
    about: dict[str, Any] = {"outcome": WELFARE, "designs": (design, rival)}
    member = own.mean("membership", design)
    if member < OUTSIDE:
        start = f"{_ANSWERS.get(pair['verdict'], _OPEN)}{', but' if pair['verdict'] == BETTER else ':'}"
        text = f"{start} only a member can hold the seat, which it would then be in {of_100(member)} months"
        return Sentence("Hosting", (clause(text, NOT_APART, outcome="membership", designs=(design,)),))
    tag = NOT_APART if pair["verdict"] in _ANSWERS else OPEN
    text = _hosts(own, design, rival, pair)
    return Sentence("Hosting", (clause(text, tag, chance(pair["p_better"], pair["diff"]), **about),))


def _hosts(own: Own, design: str, rival: str, pair: dict[str, Any]) -> str:
    """'No: it would pay for 11 posts and have less net benefit than with the OECD, by 3.7% of today's'."""
    word = "more" if pair["diff"] > 0 else "less"
    if pair["verdict"] not in _ANSWERS:
        return f"{_OPEN}: as host it has {word} net benefit than with {host(own, rival)}, but not clearly"
    answer = _ANSWERS[pair["verdict"]]
    if hardly(own, pair["diff"]):
        return f"{answer}, but it hardly matters: its net benefit changes by less than {per_cent(SMALL)}"
    rest = f"have {word} net benefit than with {host(own, rival)}{apart(own, pair['diff'], short=True)}"
    return fitting(f"{answer}: it would {_terms(own, design, pair['diff'])}{rest}", f"{answer}: it would {rest}")


def _terms(own: Own, design: str, diff: float) -> str:
    """What a host that is worse off pays, or what say one has that is better off; '' if that is not told."""
    if diff > 0:
        return "have most of the say and " if own.median("influence", design) >= MOST_SAY else ""
    due = own.all.dues.get(own.label, {}).get(design)
    return f"pay for {posts(due.posts)} and " if due is not None and halves(due.posts) else ""


def command(own: Own, runs: Any, hosts: Sequence[str], asked: str) -> str:
    """The command that runs it as a host, beside today and the best other host, on the same draws."""
    designs = [own.all.baseline, f"static:{own.label}", *hosts[:1]]
    return compare_again(runs, designs, len(own.all.replicates), asked or own.label)
