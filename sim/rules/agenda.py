"""Agenda: where the network's attention goes, and who moves it."""

from __future__ import annotations

import numpy as np

from sim import design as D
from sim import parameters as P
from sim.catalogue import ECONOMY, INCLUSION, MANDATE
from sim.compiled import rule
from sim.room import room

AGENDA_MONTHS = 12.0  # the agenda moves over a year's plan
FLAT_THEMES = 18.0  # themes at which a mandate counts as flat (the top of the field's range)


@rule
def mandate_breadth(themes):
    """How far a mandate of so many themes flattens the agenda: 0 for one theme, 1 for 18 (W14)."""
    return (themes - 1.0) / (FLAT_THEMES - 1.0)


@rule
def voices(tier, host, bought, out):
    """(J,) voice of each state on the agenda: full members equally, less what hosts buy with their dues (W11).

    ``bought`` is the share of the cost paid by the hosts for the powers they hold, ``host`` (J,).
    """
    held, members = 0.0, 0
    for j in range(out.shape[0]):
        held += host[j]
        if tier[j] == 1:
            members += 1
    for j in range(out.shape[0]):
        equal = 1.0 / members if tier[j] == 1 else 0.0
        out[j] = (1.0 - bought * held) * equal + bought * host[j]


@rule
def influences(pull, host, voice, out):
    """(J,) influence on the agenda: the hosts' pull by powers held, the rest by voice (W1, W17)."""
    held = 0.0
    for j in range(out.shape[0]):
        held += host[j]
    for j in range(out.shape[0]):
        out[j] = pull * host[j] + (1.0 - pull * held) * voice[j]


@rule
def agenda_target(mandate, breadth_share, pull, host, voice, preference, out):
    """Where the agenda is heading: hosts pull it, members and the mandate hold it, breadth flattens it.

    Fills ``out`` (themes,): ``pull x hosts' preferences + (1 - pull) [(1 - phi) (mandate + members' voice) / 2
    + phi flat]``, phi the breadth share. Hosts' part falls away where nobody holds the arm. Sources: W1, W3a, W3b, W14.
    """
    themes = mandate.shape[0]
    held, said = 0.0, 0.0
    for j in range(host.shape[0]):
        held += host[j]
        said += voice[j]
    drawn = pull * held
    for t in range(themes):
        hosts, members = 0.0, 0.0
        for j in range(host.shape[0]):
            hosts += host[j] * preference[j, t]
            members += voice[j] * preference[j, t]
        hosts = hosts / held if held > 0.0 else 0.0
        members += (1.0 - said) * mandate[t]
        held_back = (1.0 - breadth_share) * (mandate[t] + members) / 2.0 + breadth_share / themes
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
def next_agenda(p, design, tier, host, preference, bought, agenda, influence):
    """A month of the agenda (themes,), in place; fills the (J,) ``influence`` that each state has on it.

    ``design`` are the arm's field values, ``preference`` (J, themes), ``bought`` as in ``voices``.
    """
    voice, target = room(tier.shape[0], np.float64), room(agenda.shape[0], np.float64)
    voices(tier, host, bought, voice)
    agenda_target(MANDATE, mandate_breadth(design[D.BREADTH]), design[D.PULL], host, voice, preference, target)
    with_outsiders(target, p[P.INDUSTRY_WEIGHT], p[P.CIVIL_WEIGHT], ECONOMY, INCLUSION)
    agenda_step(agenda, target, AGENDA_MONTHS)
    influences(design[D.PULL], host, voice, influence)
