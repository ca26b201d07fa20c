"""Settings for all tests: property tests draw the same examples in every run."""

from hypothesis import settings

# No deadline: the first call of a compiled rule takes seconds.
settings.register_profile("deterministic", derandomize=True, deadline=None)
settings.load_profile("deterministic")


def pytest_terminal_summary(terminalreporter):
    """How much the comparison of the engines compared, over all processes (``tests/ensemble/test_parity.py``)."""
    passed = terminalreporter.getreports("passed")
    counts = [value for report in passed for name, value in report.user_properties if name == "parity"]
    if counts:
        runs, months, variables, numbers = (sum(column) for column in zip(*counts, strict=True))
        terminalreporter.write_line(
            f"both engines agree: {runs} runs, {months} months, {variables} variables compared ({numbers} numbers)"
        )
