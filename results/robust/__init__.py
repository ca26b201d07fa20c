"""Robust choice: regret, thresholds that are met, and what dominates what, over the same futures for all designs."""
