"""A session of play: a log of dated choices, from which everything that is shown is made anew.

``choices`` is what may be chosen, ``log`` what a session is, ``plan`` the scenario that it comes to, ``replay`` the run
that follows from it. ``room`` is the people around it, with ``seats`` and a ``clock``: never in the log.
"""
