"""Screening: every parameter and every design field over its range, one at a time: which outcomes move, by how much."""
