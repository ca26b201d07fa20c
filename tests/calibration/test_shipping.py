"""What the package ships: the posterior is that of the rules as they stand, and says what it identifies."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

from calibration import shipping
from calibration.diagnostics.agreement import AGREE
from calibration.sizes import DEFAULT
from scenarios import posterior as shipped
from tests.calibration.toy import prior_rows


@pytest.fixture(scope="module")
def installed():
    return shipping.installed()


def test_the_rules_make_the_same_networks_from_the_shipped_draws_as_when_they_were_shipped():
    """Change a rule, and calibrate again; a change that moves no result leaves the posterior as it is."""
    about = shipped.about()
    assert shipping.fingerprint(about.seed) == about.fingerprint, "run `entente calibrate --write`"


def test_the_account_follows_from_the_sections(installed):
    about, sections = shipped.about(), installed["sections"]
    rows = {row["name"]: row for row in sections["kernel"]["parameters"]}
    seconds = {row["parameter"]: row for row in sections["agreement"]["rows"]}
    assert set(about.ratios) == set(rows) and about.made == installed["about"]["made"]
    for name, row in rows.items():
        assert row["ratio"] == pytest.approx(row["sd"] / row["prior_sd"])
        good = row["ratio"] <= 0.9 and abs(seconds[name]["difference"]) < AGREE
        assert (name in about.identified) == good and (name in about.not_identified) == (not good)


def test_the_shipped_draws_have_the_mean_of_the_posterior(installed):
    table = shipped.posterior_table()
    assert len(table) == DEFAULT.shipped == installed["about"]["shipped"]
    for row in installed["sections"]["kernel"]["parameters"]:
        far = abs(table[row["name"]].mean() - row["mean"]) / row["sd"]
        assert far < 0.1, "systematic resampling keeps the mean far closer than chance (0.05 SD) would"


def test_rows_that_are_taken_twice_have_names_of_their_own():
    few = prior_rows(3, 4)
    heavy = replace(few, weights=np.array([0.7, 0.1, 0.1, 0.1]))
    rows = list(csv.DictReader(io.StringIO(shipping.draws_text(heavy, 10, 1))))
    names = [row["draw"] for row in rows]
    assert len(names) == len(set(names)) == 10
    assert names[:3] == ["0", "0.2", "0.3"] and sum(name.split(".")[0] == "0" for name in names) == 7
    assert shipping.draws_text(heavy, 10, 1) == shipping.draws_text(heavy, 10, 1)


def test_what_one_estimator_alone_narrows_is_not_identified():
    sections = {
        "kernel": {"parameters": [{"name": "a", "identified": True}, {"name": "b", "identified": True},
                               {"name": "c", "identified": False}]},
        "agreement": {"rows": [{"parameter": "a", "agree": True}, {"parameter": "b", "agree": False},
                               {"parameter": "c", "agree": True}]},
    }  # fmt: skip
    assert shipping.identified(sections) == ["a"]
