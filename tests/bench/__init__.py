"""The benchmark: how fast the model runs, against named alternatives measured in the same run (``make bench``)."""
