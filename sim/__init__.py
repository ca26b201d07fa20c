"""The world and its rules: no files, no plots, no sweeps."""
