"""The calibration and the forecasts in words and figures, made from the sections of their diagnostics."""
