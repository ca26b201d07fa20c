"""The fingerprint of results: it follows what runs give, is kept, and says whether stored studies are out of date."""

from dataclasses import replace

import numpy as np
import pytest

from results.studies.evidence import table
from results.studies.screening import study
from scenarios import fingerprint as module
from scenarios.fingerprint import LENGTH, fingerprint
from sim.jit import cache


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """No fingerprint is kept, and runs are made up."""
    monkeypatch.setattr(module, "places", lambda version: (cache.Place(tmp_path, version),))
    monkeypatch.setattr(module, "_values", lambda scenario: (np.array([1.0, np.nan]), np.array([[2.0]])))
    fingerprint.cache_clear()
    yield monkeypatch
    fingerprint.cache_clear()


def test_stored_studies_are_of_todays_results():
    """One that fails here is measured again by `make evidence` or `make screening`."""
    assert {effect.fingerprint for effect in table.stored_effects()} == {fingerprint()}
    assert study.stored().about["fingerprint"] == fingerprint()


def test_it_follows_results_and_not_the_last_digits(fresh):
    first = module._made()
    assert len(first) == LENGTH
    for number, same in ((1.0 + 1e-9, True), (1.0 + 1e-4, False), (np.nan, False)):
        fresh.setattr(module, "_values", lambda scenario, x=number: (np.array([x, np.nan]), np.array([[2.0]])))
        assert (module._made() == first) is same


def test_it_is_kept_for_the_same_sources_and_data(fresh):
    assert module.kept() is None
    found = fingerprint()
    assert module.kept() == found
    fresh.setattr(module, "_made", lambda: pytest.fail("it need not be computed"))
    fingerprint.cache_clear()
    assert fingerprint() == found
    fresh.setattr(module, "package_digest", lambda: "other data")
    assert module.kept() is None


def test_an_effect_is_out_of_date_when_results_are_others(fresh):
    effect = replace(table.stored_effects()[0], fingerprint=fingerprint())
    assert not effect.stale and replace(effect, fingerprint="0" * LENGTH).stale
