"""Observed data, targets, fitting, diagnostics and forecasts."""
