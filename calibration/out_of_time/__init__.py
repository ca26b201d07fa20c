"""The test out of time: which dyads that were open at the cut-off fill by the end of 2025, against simple baselines."""
