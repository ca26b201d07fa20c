"""Members that people who know the field would believe: who joins, who is rejected, who leaves, and how often."""

import itertools

import numpy as np
import pytest

from sim.model import CooperationModel
from sim.months import month_index
from tests.chronicle.conftest import DESIGNS, EACH, LAST_FACT, a_year, events_of, likely
from tests.model.conftest import config_of

LIFE = ("join", "leave", "apply", "reject", "withdraw", "tier")


def lives(record):
    """State -> month and kind of what befell its membership, in order."""
    rows = [(m, LIFE.index(kind), j, kind) for kind in LIFE for m, j, *_ in events_of(record, kind)]
    found = {}
    for m, _, j, kind in sorted(rows):
        found.setdefault(j, []).append((m, kind))
    return found


def test_nobody_comes_back_or_turns_round_within_a_year(runs):
    """No false alarms: reviews are yearly, and who was let in has its first nearly a year later."""
    for record in runs:
        for life in lives(record).values():
            for (before, one), (after, other) in itertools.pairwise(life):
                if (one, other) in (("leave", "join"), ("leave", "apply")):
                    assert after - before >= 12
                if (one, other) == ("join", "leave") and before > LAST_FACT:
                    assert after - before >= 11


def test_who_was_rejected_applies_again_only_after_something_has_changed(runs):
    """No false alarms: a new government or office, somebody joined or left, or another design."""
    for record in runs:
        changes = [(m, j) for kind in ("openness", "founding") for m, j, *_ in events_of(record, kind)]
        changes += [(m, j) for m, j, _, shift in events_of(record, "government") if shift != 0.0]
        anybody = [m for kind in ("join", "leave", "design") for m, *_ in events_of(record, kind)]
        for state, life in lives(record).items():
            for (before, one), (after, other) in itertools.pairwise(life):
                if (one, other) == ("reject", "apply"):
                    own = any(before <= m <= after for m, j in changes if j == state)
                    assert own or any(before <= m <= after for m in anybody)


def test_nobody_votes_on_itself():
    """No false alarms: those who vote are full members, and who is voted on is outside."""
    votes = 0
    for seed in range(2):
        model = CooperationModel(config_of("real", "rotating", end="2028-12", seed=seed, keep_decisions=True))
        record = model.run()
        for d in record.decisions:
            if d.act == "consent":
                votes += 1
                tiers = record.states["tier"][d.month - record.start - 1]
                assert d.actor != d.partner and tiers[d.partner] == 0
                assert tiers[d.actor] == 1 or (d.month, d.actor) in {(m, j) for m, j, *_ in events_of(record, "join")}
    assert votes > 0


def test_exits(runs):
    """K1: in most runs none of the ten has left by December 2025; later about one exit in fifty membership-years.

    Bounds: at least 60% of runs without an exit, and at most 4% of membership-years with one; each but for
    ``FALSE_ALARM``, as if runs were independent (designs of a replicate are not before 2026, hence one design).
    """
    adhoc = runs[: 2 * EACH]
    gone = sum(any(m <= LAST_FACT for m, *_ in events_of(r, "leave")) for r in adhoc)
    assert likely(gone, 0.0, 0.4 * len(adhoc))
    years = sum(r.series["members"].sum() / 12.0 for r in runs)
    assert likely(sum(len(events_of(r, "leave")) for r in runs), 0.005 * years, 0.04 * years)


def test_joins_before_the_record_ends(runs):
    """K2: nobody joined by December 2025; at most one in four runs may have somebody join (but for ``FALSE_ALARM``)."""
    since = month_index("2024-12")
    joined = sum(any(since <= m <= LAST_FACT for m, *_ in events_of(r, "join")) for r in runs[: 2 * EACH])
    assert likely(joined, 0.0, 0.25 * 2 * EACH)


@pytest.mark.parametrize(("design", "usual", "most"), [("adhoc", 1, 5), ("static:UK", 1, 5), ("rotating", 1, 5),
                                                       ("igo:UN", 6, 20)])  # fmt: skip
def test_joins_and_applications_a_year(runs, design, usual, most):
    """Plausibility: ten joined at once in 2024, since then nobody. An open body of the UN grows faster than a club.

    ``usual`` joins a year on average; more than ``most``, or twice as many applications or rejections, in one year of
    a hundred at most, but for ``FALSE_ALARM``.
    """
    place = DESIGNS.index(design) * 2 * EACH
    group = runs[place : place + 2 * EACH]
    joins, applied, rejected = (np.array([a_year(r, k) for r in group]) for k in ("join", "apply", "reject"))
    assert joins.mean() <= usual
    for counts, bound in ((joins, most), (applied, 2 * most), (rejected, 2 * most)):
        assert likely((counts > bound).sum(), 0.0, 0.01 * counts.size)


def test_members_are_never_absurdly_few_or_many(runs):
    """Never fewer than four, nor more than the states that act; under the designs of a club 5 to 18 in 95% of runs."""
    for record in runs:
        members = record.series["members"]
        opened = members[record.months >= month_index("2024-12")]
        assert opened.min() >= 4 and members.max() <= record.roster.n_states
    for place, design in enumerate(DESIGNS):
        last = np.array([r.series["members"][-1] for r in runs[place * 2 * EACH : (place + 1) * 2 * EACH]])
        assert design == "igo:UN" or ((last >= 5) & (last <= 18)).mean() >= 0.95
