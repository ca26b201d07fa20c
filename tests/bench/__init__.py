"""The measuring stick of the benchmark: the model's decisions as a Mesa user would write them, in plain Python.

``IdiomaticModel(config).run()`` makes the same decisions as ``sim.model.CooperationModel``, in the same phases and
order, with the same parameters, design fields and catalogue, but with attributes on agents, lists and dicts for pairs,
the standard ``random`` and SimPy. It shares no rule with ``sim``: this is the one place where a second copy of the
rules is allowed, because a ratio of speeds needs something written independently to be measured against. Its results
are never used for anything else. ``test_idiomatic`` holds it to the reference: alike in distribution, and as many
decisions of each kind.
"""
