"""The diagnostics of the calibration in words and figures, made from their sections."""
