"""The state of the reference, copied into the idiomatic model, so that both judge one and the same world."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from sim.catalogue import TIE_TYPES
from sim.model import CooperationModel
from sim.rules.categories import flags_of
from sim.rules.pace import culture_of
from sim.rules.traits import inclination, rapport
from tests.bench.idiomatic import IdiomaticModel
from tests.bench.idiomatic.network import Tie


def copied(reference: CooperationModel, model: IdiomaticModel) -> IdiomaticModel:
    """The idiomatic model put into the state of the reference."""
    w, config, ours = reference.world, reference.config, model.secretariat
    model.month, model.salience, model.capability = w.month, float(w.salience), float(w.capability)
    model.harmonisation, model.pooled_knowledge, model.leaks = float(w.harmonisation), float(w.pooled), float(w.leaks)
    model.set_design(config.design if w.next_design > 1 else config.baseline)
    ours.productivity, ours.cost, ours.paid = float(w.productivity), float(w.cost), float(w.paid)
    ours.agenda = w.agenda.tolist()
    ours.dues_in_force, ours.tiers_in_force = (w.dues_host, w.dues_gdp), w.tiers
    ours.powers.seat, ours.powers.neutrality = w.seat.tolist(), float(w.neutrality)
    ours.effects.findings = w.findings.tolist()
    model.occasion = {o for o in model.offices if w.occasion[o.node]}
    model.dialogues = {
        frozenset((a, b)): int(w.dialogue[a.node, b.node]) for a, b in combinations(model.offices, 2)
    }  # fmt: skip
    model.traits.angle = 0.0  # traits are copied as they are this month
    for maker in model.makers:
        i = maker.node
        for other, trait in maker.rapport.items():
            trait.now = float(rapport(w, i, other.node)) / model.traits.scale
        for q, trait in enumerate(maker.practice):
            trait.now = float(w.leaning[i, q]) / model.traits.scale
        maker.trust, maker.rivalry, maker.legal = w.trust[i].tolist(), w.rivalry[i].tolist(), w.legal[i].tolist()
        maker.fora, maker.security, maker.free = w.fora[i].tolist(), float(w.security[i]), float(w.free[i])
        maker.weight, maker.statutory = float(w.weight[i]), bool(w.statutory[i])
        maker.pooled, maker.exposure = set(np.flatnonzero(flags_of(w.pool[i])).tolist()), float(w.exposure[i])
        maker.sent = {o: set(np.flatnonzero(flags_of(w.flow[i, o.node])).tolist()) for o in model.offices}
        maker.ties = {}
    for a, b in np.argwhere(np.triu(w.ties)):
        kinds = {kind for kind in range(len(TIE_TYPES)) if w.ties[a, b] & (1 << kind)}
        model.network.link(model.makers[a], model.makers[b], Tie(kinds, int(w.tie_end[a, b])))
    model.network.measure()
    for state, office in zip(model.states, model.offices, strict=True):
        j = office.node
        office.status, office.capacity, office.cleared = int(w.status[j]), float(w.capacity[j]), float(w.cleared[j])
        office.staffing, office.helped = float(w.staffing[j]), float(w.helped[j])
        state.will.now = float(inclination(w, j)) / model.traits.scale
        office.at_hand = set(np.flatnonzero(flags_of(w.at_hand[j])).tolist())
        office.knowledge, office.received = w.knowledge[j].tolist(), float(w.received[j])
        state.reached, state.arrears_draw = float(w.reached[j]), float(w.arrears_draw[j])
        state.tier, state.host, state.dues = int(w.tier[j]), float(w.host[j]), float(w.dues[j])
        state.preference, state.lead, state.behind = w.preference[j].tolist(), float(w.lead[j]), float(w.behind[j])
        state.openness, state.effort, state.partner_draw = float(w.openness[j]), float(w.effort[j]), w.partner_draw[j]
    for firm in model.firms:
        f = firm.node - w.offices
        firm.safe, firm.believed_safe = bool(w.safe[f]), float(w.believed_safe[f])
        firm.caution.now = float(culture_of(w, f))
    return model
