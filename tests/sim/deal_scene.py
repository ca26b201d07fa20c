"""Three offices and a firm, whose deals the tests judge."""

from __future__ import annotations

import numpy as np

from sim import parameters as P
from sim.rules.appraisal import appraise_renewal, appraise_type
from sim.rules.measures import contacts_between, list_contacts
from sim.rules.partners import links_of, partners_of
from sim.rules.reach import present_of, within_of

OFFICES, FIRM = 3, 3  # three offices and one firm, node 3


class Scene:
    """Three offices and a firm without any tie; nothing but contacts and cost is switched on."""

    def __init__(self, *links, **parameters):
        off = {
            "fora_weight": 0.0,
            "vouching": 0.0,
            "exposure_scale": 0.0,
            "load": 0.0,
            "fine": 0.0,
            "familiarity": 0.0,
            "firm_weight": 1.0,
        }
        self.p = P.with_values(**(off | {"decay": 0.5, "tie_cost": 0.25, "more_types": 0.5} | parameters))
        self.links = np.zeros((4, 4), dtype=np.int64)
        for i, j in links:
            self.links[i, j] = self.links[j, i] = 1
        self.weight, self.openness, self.capacity = np.ones(4), np.ones(4), np.ones(4)
        self.fora, self.rivalry, self.security = np.zeros((4, 4)), np.zeros((4, 4)), np.zeros(4)
        self.statutory = np.zeros(4, dtype=bool)
        self.trust, self.harmonisation = np.zeros((4, 4)), 0.5

    def _arrays(self):
        degree = (self.links > 0).sum(axis=1).astype(np.int64)
        return (self.weight, self.fora, self.rivalry, self.security, self.statutory,
                self.capacity, degree, self.openness, 1.0, 1.0, self.trust, self.harmonisation, OFFICES)  # fmt: skip

    def contact(self):
        out = np.empty((4, 4))
        list_contacts(self.links, self.fora, self.rivalry, out)
        return out

    def present(self):
        return present_of(self.weight, OFFICES)

    def one_more(self, i, j, kind=0, held=0):
        ways = within_of(links_of(self.links))
        return appraise_type(
            self.p, *ways, self.present(), *self._arrays(), i, j, self.contacts(i, j), kind, held
        )  # fmt: skip

    def contacts(self, i, j):
        return contacts_between(*partners_of(self.links), self.contact(), i, j)

    def renewal(self, i, j, types):
        without = self.links.copy()
        without[i, j] = without[j, i] = 0
        within, depth = within_of(links_of(without))
        mine, theirs = within[i, : depth[i] + 1], within[j, : depth[j] + 1]
        return appraise_renewal(self.p, mine, theirs, self.present(), *self._arrays(), i, j, self.contacts(i, j), types)
