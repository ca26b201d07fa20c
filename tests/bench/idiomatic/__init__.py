"""The idiomatic model: the model's decisions as a Mesa user would write them, in plain Python.

``IdiomaticModel(config).run()`` makes the same decisions as ``sim.model.CooperationModel``, in the same phases and
order, with the same parameters, design fields and catalogue, but with attributes on agents, lists and dicts for pairs,
the standard ``random`` and SimPy. It shares no rule with ``sim``: this is the one place where a second copy of the
rules is allowed, because a ratio of speeds needs something written independently to be measured against. Its results
are never used for anything else. It knows what the default scenario needs: one design besides the one at the start,
and no events of a scenario. ``test_same_gains`` holds it to the rules, ``test_idiomatic`` to the reference's runs.
"""

from tests.bench.idiomatic.model import IdiomaticModel

__all__ = ["IdiomaticModel"]
