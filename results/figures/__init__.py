"""Figures: each builder returns a ``Picture`` and writes an SVG and a PNG."""
