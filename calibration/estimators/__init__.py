"""How the parameters are inferred: weights by a kernel, and regression, on one table of runs."""
