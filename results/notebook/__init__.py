"""What a notebook shows of a comparison, a run, a sweep, the simulated past, a forecast and the evidence."""
