"""What a result depends on: effects of all inputs over their ranges (Morris) and their shares of its variance (Sobol).

The screening (``results.studies.screening``) answers another question: does each number of the model do anything at
all, one at a time, under two reference designs; it guards the model. This package answers a user's: what do my outcome,
my design, my comparison depend on, interactions and chance included.
"""
