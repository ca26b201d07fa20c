"""Sections of the calibration as text."""
