"""Who would leave, come in or end a tie where the play stands: the deviation finder on the end of this one run.

It goes on from there without further choices, once more for each deviation, on the same draws. Then those that would
pay here are tried in other draws of the same world, so that one can see whether it is this world's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from results.brief.country_phrases import upper_first
from results.brief.months import in_words
from results.numbers import listing, two
from results.play.choice_words import node_name
from results.play.progress import Tick, silent
from results.stability.branches import Branches
from results.stability.deviations import END, JOIN, LEAVE, Deviation, Gains, gains_of, pays, possible
from results.stability.finder import WINDOW
from scenarios import worker
from scenarios.experiment import make_job
from scenarios.sampling import draw_rows
from scenarios.schema import LAST_MONTH
from scenarios.session.log import Log
from sim.config import RunConfig
from sim.months import month_label
from sim.roster import Roster
from sim.rules.choice import TOLERANCE

ASKED = (LEAVE, JOIN, END)  # what is asked for: a deal that two would sign is no question of a debrief
MOST = 60  # deviations that are tried in other draws
Told = Callable[[int], None]  # how many of the other draws are done
ELSEWHERE = 24  # other draws in which they are tried


@dataclass(frozen=True)
class Pays:
    """A deviation that would pay in this run, with what it brings (utility a month over the window).

    elsewhere : in how many of the other draws it would pay, of ``possible`` in which it can be tried at all.
    """

    deviation: Deviation
    gains: Gains
    elsewhere: int = 0
    possible: int = 0

    @property
    def gain(self) -> float:
        """The larger gain of the two sides."""
        one, other = self.gains.actor, self.gains.partner
        return max(one, other) if other == other else one

    @property
    def losing(self) -> tuple[int, ...]:
        """Members who lose by a state that comes in, the greatest loser first."""
        found = [(gain, j) for j, gain in zip(self.gains.members, self.gains.theirs, strict=True) if gain < -TOLERANCE]
        return tuple(j for _, j in sorted(found))


@dataclass(frozen=True)
class Leaving:
    """What the finder finds at the beginning of month ``at``.

    window : months over which welfare is compared.  members, outsiders, ties : how many could leave, come in, be ended.
    paying : what would pay here, the largest gain of each kind first.
    kept_out : states that would gain by coming in, but too many members would lose by them.
    draws : other draws in which what pays here was tried.
    """

    at: int
    window: int
    members: int
    outsiders: int
    ties: int
    paying: tuple[Pays, ...]
    kept_out: tuple[Pays, ...]
    draws: int

    def of(self, kind: str) -> list[Pays]:
        """What would pay, of one kind."""
        return [one for one in self.paying if one.deviation.kind == kind]


def leaving_of(log: Log, at: int, tick: Tick = silent, elsewhere: int = ELSEWHERE) -> Leaving:
    """The deviation finder as month ``at`` begins, in the run of a session until then; its later choices do not count.

    elsewhere : other draws in which what pays here is tried.
    """
    log = log.until(at)
    window = min(WINDOW, LAST_MONTH - at + 1)
    branches = Branches(next(_configs(log, at + window - 1, [log.replicate])), at, window)
    as_it_is = branches.welfare()
    asked = [deviation for deviation in possible(branches.here) if deviation.kind in ASKED]
    found = []
    for k, deviation in enumerate(asked):
        tick(k, len(asked) + elsewhere)
        found.append(Pays(deviation, gains_of(branches, deviation, as_it_is)))
    paying = sorted((one for one in found if pays(one.deviation, one.gains)), key=lambda one: (_rank(one), -one.gain))
    others = [k for k in range(elsewhere + 1) if k != log.replicate][:elsewhere]
    tried = _tried(log, at, window, paying[:MOST], others, lambda done: tick(len(asked) + done, len(asked) + elsewhere))
    kept_out = [one for one in found if one.deviation.kind == JOIN and one.gain > TOLERANCE and one not in paying]
    return Leaving(
        at=at,
        window=window,
        members=sum(one.kind == LEAVE for one in asked),
        outsiders=sum(one.kind == JOIN for one in asked),
        ties=sum(one.kind == END for one in asked),
        paying=(*tried, *paying[MOST:]),
        kept_out=tuple(kept_out),
        draws=len(others),
    )


def _rank(one: Pays) -> int:
    return ASKED.index(one.deviation.kind)


def _tried(log: Log, at: int, window: int, paying: Sequence[Pays], others: Sequence[int], told: Told) -> list[Pays]:
    """What pays here, with how often it does in other draws, in which no decision of the session is taken."""
    if not paying or not others:
        return list(paying)
    counts = [[0, 0] for _ in paying]
    for done, config in enumerate(_configs(log.levers(), at + window - 1, others), 1):
        branches = Branches(config, at, window)
        as_it_is, can = branches.welfare(), set(possible(branches.here))
        for count, one in zip(counts, paying, strict=True):
            if one.deviation in can:
                count[0] += pays(one.deviation, gains_of(branches, one.deviation, as_it_is))
                count[1] += 1
        told(done)
    return [replace(one, elsewhere=yes, possible=n) for one, (yes, n) in zip(paying, counts, strict=True)]


def _configs(log: Log, end: int, replicates: Sequence[int]) -> Iterator[RunConfig]:
    """The configuration of a session's run in some replicates, to a later end."""
    scenario = log.played()
    job, (asked,) = make_job(scenario, scenario.load_roster())
    job = replace(job, end=max(job.end, end))
    recipe = next(one for one in job.recipes if one.name == asked)
    for row in draw_rows(scenario, replicates):
        yield worker.config_for(job, recipe, row)


# ---- in words ----------
def told(one: Pays, roster: Roster) -> str:
    """'Kenya would gain 0.21 by leaving', 'France and Anthropic: France would gain 0.05 by ending their tie'."""
    kind, actor, partner = one.deviation
    who = node_name(roster, actor)
    if kind == END:
        sides = [(who, one.gains.actor)]
        if one.gains.partner == one.gains.partner:
            sides.append((node_name(roster, partner), one.gains.partner))
        gaining = listing(f"{name} ({two(gain)})" for name, gain in sides if gain > TOLERANCE)
        said = f"{who} and {node_name(roster, partner)}: {gaining} would gain by ending their tie"
    elif kind == LEAVE:
        said = f"{who} would gain {two(one.gains.actor)} by leaving"
    else:
        said = f"{who} would gain {two(one.gains.actor)} by coming in"
        losing = [node_name(roster, j) for j in one.losing]
        said += f"; {listing(losing)} would lose by it" if losing else "; no member would lose by it"
    if one.possible:
        often = f"{one.elsewhere} of {one.possible}" if one.elsewhere else f"none of {one.possible}"
        said += f"; of the other draws it would pay in {often}"
    return upper_first(said)


def until(found: Leaving) -> str:
    """Over which months gains are compared."""
    first, last = (in_words(month_label(month)) for month in (found.at, found.at + found.window - 1))
    return f"{first} to {last}"
