import pytest

from calibration.out_of_time.data import AFTER, BEFORE, known
from scenarios.rosters import load_roster


@pytest.fixture(scope="session")
def roster():
    return load_roster("real")


@pytest.fixture(scope="session")
def before(roster):
    return known(roster, BEFORE)


@pytest.fixture(scope="session")
def after(roster):
    return known(roster, AFTER)
