"""For all tests: property tests draw the same examples in every run; a disk that is full."""

import errno
import os

import pytest
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


@pytest.fixture
def full(monkeypatch):
    """A disk on which every file but so many is too much."""

    def fill(after=0):
        real, written = os.fsync, []

        def fsync(descriptor):
            written.append(descriptor)
            if len(written) > after:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            real(descriptor)

        monkeypatch.setattr(os, "fsync", fsync)

    return fill
