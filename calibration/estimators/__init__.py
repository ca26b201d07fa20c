"""How the parameters are inferred: sequential Monte Carlo, and regression on a reference table."""
