"""Settings for all tests: property tests draw the same examples in every run."""

from hypothesis import settings

# No deadline: the first call of a compiled rule takes seconds.
settings.register_profile("deterministic", derandomize=True, deadline=None)
settings.load_profile("deterministic")
