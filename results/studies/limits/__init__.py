"""The decisions in their limits: the production rules with all but one term switched off, against textbook results.

Payoffs, gains and chances come from ``sim.rules``; only enumeration, population dynamics and root finding stand here.
"""
