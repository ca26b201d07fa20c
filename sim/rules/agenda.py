"""Agenda: where the network's attention goes, and who moves it."""

from __future__ import annotations

import numpy as np

from sim import design as D
from sim import parameters as P
from sim.catalogue import ECONOMY, INCLUSION, MEMBER, NARROWING
from sim.jit import rule
from sim.rules.metrics import powers_held

AGENDA_MONTHS = 12.0  # the agenda moves over a year's plan


@rule
def mandate_of(themes, out):
    """The mandate of so many ``themes`` in equal parts, into ``out`` (K,); continuous in their number (W14).

    Up to four it has the founding themes, in the order in which the network kept them as it narrowed; what is beyond is
    about something else (economy and innovation), so that each founding theme holds 1 / themes.
    """
    out[:] = 0.0
    rest = themes
    for t in NARROWING:
        part = min(1.0, rest)
        out[t] = part / themes
        rest -= part
    out[ECONOMY] = rest / themes


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
    """Where the agenda is heading: hosts pull it, members and the design's mandate hold it.

    Fills ``out`` (themes,): ``pull x hosts' preferences + (1 - pull) (mandate + members' voice) / 2``. Hosts' part
    falls away where nobody holds the secretariat. Sources: W1, W3a, W3b, W14.
    """
    held, said, mandate = powers_held(w), 0.0, np.empty(out.shape[0])
    mandate_of(w.design[D.BREADTH], mandate)
    for j in range(w.offices):
        said += voice[j]
    drawn = w.design[D.PULL] * held
    for t in range(out.shape[0]):
        hosts, members = 0.0, 0.0
        for j in range(w.offices):
            hosts += w.host[j] * w.preference[j, t]
            members += voice[j] * w.preference[j, t]
        hosts = hosts / held if held > 0.0 else 0.0
        members += (1.0 - said) * mandate[t]
        out[t] = drawn * hosts + (1.0 - drawn) * (mandate[t] + members) / 2.0


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
