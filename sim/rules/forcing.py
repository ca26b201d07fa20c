"""Forced decisions: what an actor does in a month whatever it would do by its own rules (``sim.forced``).

Both engines ask ``forced_choice`` wherever an actor decides. The other side of a deal still decides by its own rules,
unless it is forced too. ``w.forcing`` is the number of decisions that are forced in the present month: mostly 0.
"""

from __future__ import annotations

from sim.forced import ACTS
from sim.jit import rule
from sim.rules.categories import CATEGORIES, holds
from sim.rules.standing import lives

JOIN, CONSENT, DEAL, RENEW, SHARE, POOL, PACE = range(len(ACTS))
MONTH, ACT, ACTOR, PARTNER, ITEM, CHOICE = range(6)  # columns of ``w.forced``
FREE = -1  # nobody forces the choice
YES, NO = 1, 0


# ---- looking them up -----------------------------------------------------------------------------------------------
@rule
def forced_this_month(w):
    """Number of decisions that are forced in the present month."""
    count = 0
    for k in range(w.forced.shape[0]):
        count += w.forced[k, MONTH] == w.month
    return count


@rule
def forced_row(w, act, actor, partner, item):
    """Row of ``w.forced`` that forces this choice this month, the last of several; -1 if none does.

    A row without an item stands for any item; the item -1 asks for any row.
    """
    for k in range(w.forced.shape[0] - 1, -1, -1):
        row = w.forced[k]
        if row[MONTH] == w.month and row[ACT] == act and row[ACTOR] == actor and row[PARTNER] == partner:
            if row[ITEM] < 0 or item < 0 or row[ITEM] == item:
                return k
    return -1


@rule
def forced_choice(w, act, actor, partner, item):
    """1 if an actor is forced to act this month, 0 if it is forced not to, -1 if it decides by its own rules."""
    if w.forcing == 0:  # nearly always: nothing is looked up
        return FREE
    row = forced_row(w, act, actor, partner, item)
    return w.forced[row, CHOICE] if row >= 0 else FREE


@rule
def decided(forced, own):
    """What is decided: what is ``forced`` (as ``forced_choice`` says it), else an actor's ``own`` choice."""
    return own if forced == FREE else forced == YES


# ---- what a choice is about ----------------------------------------------------------------------------------------
@rule
def forced_tier(w, j, own):
    """Tier at which state j is in if it wants to be: that which is forced, or that it has; else its ``own`` choice."""
    row = forced_row(w, JOIN, j, -1, -1) if w.forcing > 0 else -1
    if row < 0:
        return own
    if w.forced[row, ITEM] > 0:
        return w.forced[row, ITEM]
    return w.tier[j] if w.tier[j] > 0 else own


@rule
def forced_types(w, a, b):
    """Types (bit mask) that a memorandum of a and b must be about, by the one or the other; 0 if nobody names any."""
    for one, other in ((a, b), (b, a)):
        row = forced_row(w, DEAL, one, other, -1)
        if row >= 0 and w.forced[row, ITEM] > 0:
            return w.forced[row, ITEM]
    return 0


@rule
def forced_set(w, act, i, partner, choices, own):
    """Which of the categories on which node i decides (``choices``) it gives; ``own``: by its own rules. Sets."""
    given = own
    for q in range(CATEGORIES):
        if holds(choices, q):
            forced = forced_choice(w, act, i, partner, q)
            if forced == YES:
                given |= 1 << q
            elif forced == NO:
                given &= ~(1 << q)
    return given


# ---- meetings ------------------------------------------------------------------------------------------------------
@rule
def makes_meet(w, k):
    """Whether forced decision k makes a pair that acts meet this month: a memorandum signed, or a tie ended early."""
    row = w.forced[k]
    ends = row[ACT] == RENEW and row[CHOICE] == NO
    if row[MONTH] != w.month or not (ends or is_signing(row)):
        return False
    if not lives(w, row[ACTOR]) or not lives(w, row[PARTNER]):
        return False
    return not ends or w.ties[row[ACTOR], row[PARTNER]] != 0


@rule
def is_signing(row):
    """Whether a row of ``w.forced`` signs a memorandum."""
    return row[ACT] == DEAL and row[CHOICE] == YES


@rule
def signs_already(w, k):
    """Whether a decision before the k-th makes the same pair meet this month to sign."""
    one, other = w.forced[k, ACTOR], w.forced[k, PARTNER]
    for before in range(k):
        row = w.forced[before]
        same = (row[ACTOR] == one and row[PARTNER] == other) or (row[ACTOR] == other and row[PARTNER] == one)
        if row[MONTH] == w.month and is_signing(row) and same:
            return True
    return False
