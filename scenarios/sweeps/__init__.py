"""Sweeps: points of a plan, drawn or listed, and the runs of each."""
