"""The compiled ensemble: many runs of the reference model's months in one compiled loop, to the last bit."""
