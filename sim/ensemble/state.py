"""The state of one run as a struct of arrays, filled anew for each run; names and shapes are those of ``sim.world``.

J jurisdictions, F firms, N = J + F nodes. What is a single number stands in the one row of ``now``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.catalogue import CASE_KINDS, CATEGORIES, THEMES
from sim.design import FIELDS
from sim.ensemble.casework_queue import Queue
from sim.ensemble.casework_queue import empty as empty_queue
from sim.ensemble.diary import Diary
from sim.ensemble.diary import empty as empty_diary
from sim.ensemble.pages import Pages
from sim.ensemble.pages import empty as empty_pages
from sim.ensemble.setting import Setting
from sim.parameters import ALL
from sim.rules.categories import SET
from sim.rules.partners import BITS, MONTH, NODE, TYPES
from sim.rules.reach import FAR

NOW = np.dtype(
    [
        ("stream", np.uint64),
        ("month", np.int64),
        # the world
        ("salience", np.float64),
        ("capability", np.float64),
        ("pooled", np.float64),
        ("harmonisation", np.float64),
        ("leaks", np.float64),
        ("incidents", np.int64),  # of the month
        ("response_days", np.float64),
        # the arm
        ("chaired_by", np.int64),
        ("productivity", np.float64),
        ("work_planned", np.float64),
        ("work_done", np.float64),
        ("cost", np.float64),
        ("began", np.float64),
        ("taken", np.float64),
        ("done", np.float64),
        ("settled", np.int64),
        ("experience", np.float64),
        ("handover_at", np.float64),
        ("handover", np.float64),  # the same, NaN before the first: what the queue is told
        ("memory", np.float64),
        ("posts", np.int64),
        ("posts_draw", np.float64),
        ("speed", np.float64),
        ("dues_host", np.float64),
        ("dues_gdp", np.float64),
        ("tiers", np.float64),
        ("next_design", np.int64),  # row of the next design to come
        # how much of the logs is written
        ("n_incidents", np.int64),
        ("n_ties", np.int64),
        ("overflow", np.int64),
    ],
    align=True,
)


class State(NamedTuple):
    """Arrays of one run."""

    now: np.ndarray  # (1,) NOW
    p: np.ndarray  # (parameters,)
    designs: np.ndarray  # (D, fields): the arm at the start, then the designs decided
    seats: np.ndarray  # (D, J)
    works_from: np.ndarray  # (D,) first month of each
    # actors
    stake: np.ndarray
    preference: np.ndarray
    usual: np.ndarray
    openness: np.ndarray
    review: np.ndarray
    eligible: np.ndarray
    partner_draw: np.ndarray
    turn_order: np.ndarray
    next_election: np.ndarray
    full_capacity: np.ndarray
    status: np.ndarray
    capacity: np.ndarray
    security: np.ndarray
    knowledge: np.ndarray
    novelty: np.ndarray  # (J + 1, J)
    safe: np.ndarray
    believed_safe: np.ndarray
    # pairs
    rivalry: np.ndarray
    trust: np.ndarray
    ties: np.ndarray
    tie_end: np.ndarray
    weight: np.ndarray
    present: np.ndarray  # (2, words)
    within: np.ndarray  # (N, D, words)
    depth: np.ndarray
    contact: np.ndarray
    links: np.ndarray  # (N, words)
    partners: np.ndarray
    degree: np.ndarray
    tense: np.ndarray  # (J^2 // 2 + 1,) the tense pairs of states, as rivalry stands
    due: np.ndarray  # (N * J, 2) room for the pairs whose term ends in a month
    due_turns: np.ndarray  # (N * J,)
    # the network and its arm
    tier: np.ndarray
    members: np.ndarray  # (J + 1,)
    applied: np.ndarray
    design: np.ndarray
    seat: np.ndarray
    host: np.ndarray
    agenda: np.ndarray
    cleared: np.ndarray
    clearing: np.ndarray  # (J,) bool: a clearance is under way
    reached: np.ndarray
    influence: np.ndarray
    dues: np.ndarray
    effort: np.ndarray
    benefit: np.ndarray  # (J,)
    free: np.ndarray
    opened: np.ndarray  # (kinds, N + 1) cases opened this month, by opener; the last column is the arm's own
    # flows
    flow: np.ndarray  # (N, N) sets of categories
    pool: np.ndarray
    asked_pair: np.ndarray
    asked_pool: np.ndarray
    pool_sums: np.ndarray  # (3,) what is not yet in ``asked_pool``
    exposure: np.ndarray
    leaked: np.ndarray  # (N,) over ties
    channels: np.ndarray  # (N * J, 2) room for the ties over which somebody may send
    received: np.ndarray
    lead: np.ndarray
    behind: np.ndarray
    outside: np.ndarray
    # logs
    incident_log: np.ndarray  # (K, 4) time, severity, days by hand, days to the response (NaN while open)
    tie_log: np.ndarray  # (M, 5) month, a, b, type, action
    queue: Queue
    finished: np.ndarray  # (cases,) room for the cases that one month settles
    pages: Pages
    diary: Diary


def empty(t: Setting, designs: int, cases: int, ties: int, diary: Diary | None = None) -> State:
    """Arrays for one run in a setting, with room for so many designs, cases and lines of the log of ties;
    states that walk side by side share a ``diary``."""
    j, f, n, q = t.offices, t.firms, t.offices + t.firms, len(CATEGORIES)
    incidents, words = f * t.months + t.event_kind.shape[0], -(-n // BITS)

    def number(*shape: int) -> np.ndarray:
        return np.zeros(shape)

    def whole(*shape: int) -> np.ndarray:
        return np.zeros(shape, dtype=np.int64)

    def yes(*shape: int) -> np.ndarray:
        return np.zeros(shape, dtype=np.bool_)

    return State(
        now=np.zeros(1, NOW), p=number(len(ALL)), designs=number(designs, len(FIELDS)), seats=number(designs, j),
        works_from=whole(designs),
        stake=number(j), preference=number(j, len(THEMES)), usual=number(n), openness=number(n), review=whole(j),
        eligible=number(j), partner_draw=number(j), turn_order=number(j), next_election=whole(j),
        full_capacity=number(j), status=whole(j), capacity=number(n), security=number(n),
        knowledge=number(j, len(THEMES)), novelty=number(j + 1, j), safe=yes(f), believed_safe=number(f),
        rivalry=number(n, n), trust=number(n, n), ties=np.zeros((n, n), TYPES), tie_end=np.zeros((n, n), MONTH),
        weight=number(n), present=np.zeros((2, words), np.uint64),
        within=np.zeros((n, min(n, FAR), words), np.uint64), depth=whole(n),
        contact=number(n, n),
        links=np.zeros((n, words), np.uint64), partners=np.zeros((n, n), NODE), degree=whole(n),
        tense=np.full(j * j // 2 + 1, -1), due=np.zeros((n * j, 2), NODE), due_turns=number(n * j),
        tier=whole(j), members=whole(j + 1), applied=whole(j), design=number(len(FIELDS)), seat=number(j),
        host=number(j), agenda=number(len(THEMES)), cleared=number(j), clearing=yes(j), reached=number(j),
        influence=number(j),
        dues=number(j), effort=number(j), benefit=number(j), free=number(n), opened=whole(len(CASE_KINDS), n + 1),
        flow=np.zeros((n, n), SET), pool=whole(n), asked_pair=number(q, 2), asked_pool=number(q, 2),
        pool_sums=whole(3), exposure=number(n),
        leaked=number(n), channels=np.zeros((n * j, 2), NODE),
        received=number(j), lead=number(j), behind=number(j), outside=number(j),
        incident_log=number(incidents, 4), tie_log=whole(ties, 5),
        queue=empty_queue(cases), finished=whole(cases), pages=empty_pages(t, cases, incidents),
        diary=diary if diary is not None else empty_diary(t),
    )  # fmt: skip
