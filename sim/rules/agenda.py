"""Agenda: where the network's attention goes, and who moves it."""

from __future__ import annotations

import numpy as np

from sim import design as D
from sim import parameters as P
from sim.catalogue import ECONOMY, INCLUSION, MANDATE, MEMBER
from sim.jit import rule
from sim.rules.metrics import powers_held

AGENDA_MONTHS = 12.0  # the agenda moves over a year's plan
FLAT_THEMES = 18.0  # themes at which a mandate counts as flat (the top of the field's range)


@rule
def mandate_breadth(themes):
    """How far a mandate of so many themes flattens the agenda: 0 for one theme, 1 for 18 (W14)."""
    return (themes - 1.0) / (FLAT_THEMES - 1.0)


@rule
def list_voices(w, out):
    """Voice of each state on the agenda, (J,) ``out``: full members equally, less what hosts buy with dues (W11)."""
    held, members, bought = powers_held(w), 0, w.dues_host
    for j in range(w.offices):
        members += w.tier[j] == MEMBER
    for j in range(w.offices):
        equal = 1.0 / members if w.tier[j] == MEMBER else 0.0
        out[j] = (1.0 - bought * held) * equal + bought * w.host[j]


@rule
def set_influence(w, voice):
    """Influence on the agenda, ``w.influence``: the hosts' pull by powers held, the rest by voice (W1, W17)."""
    held, pull = powers_held(w), w.design[D.PULL]
    for j in range(w.offices):
        w.influence[j] = pull * w.host[j] + (1.0 - pull * held) * voice[j]


@rule
def agenda_target(w, voice, out):
    """Where the agenda is heading: hosts pull it, members and the mandate hold it, breadth flattens it.

    Fills ``out`` (themes,): ``pull x hosts' preferences + (1 - pull) [(1 - phi) (mandate + members' voice) / 2
    + phi flat]``, phi the breadth share. Hosts' part falls away where nobody holds the secretariat. Sources: W1, W3a,
    W3b, W14.
    """
    held, said, flat = powers_held(w), 0.0, mandate_breadth(w.design[D.BREADTH])
    for j in range(w.offices):
        said += voice[j]
    drawn = w.design[D.PULL] * held
    for t in range(out.shape[0]):
        hosts, members = 0.0, 0.0
        for j in range(w.offices):
            hosts += w.host[j] * w.preference[j, t]
            members += voice[j] * w.preference[j, t]
        hosts = hosts / held if held > 0.0 else 0.0
        members += (1.0 - said) * MANDATE[t]
        held_back = (1.0 - flat) * (MANDATE[t] + members) / 2.0 + flat / out.shape[0]
        out[t] = drawn * hosts + (1.0 - drawn) * held_back


@rule
def with_outsiders(target, industry, civil, industry_theme, civil_theme):
    """The agenda's ``target`` (themes,) after the pull of industry and of civil society, each to its theme; in place.

    Sources: W32, N3.
    """
    for t in range(target.shape[0]):
        target[t] = target[t] * (1.0 - industry - civil)
    target[industry_theme] += industry
    target[civil_theme] += civil


@rule
def agenda_step(agenda, target, months):
    """Agenda one month nearer to its target (a distribution over themes), in place."""
    for t in range(agenda.shape[0]):
        agenda[t] += (target[t] - agenda[t]) / months


@rule
def move_agenda(w):
    """A month of the agenda, in place; fills the influence that each state has on it."""
    voice, target = np.empty(w.offices), np.empty(w.agenda.shape[0])
    list_voices(w, voice)
    agenda_target(w, voice, target)
    half = w.p[P.OUTSIDE_WEIGHT] / 2.0
    with_outsiders(target, half, half, ECONOMY, INCLUSION)
    agenda_step(w.agenda, target, AGENDA_MONTHS)
    set_influence(w, voice)
