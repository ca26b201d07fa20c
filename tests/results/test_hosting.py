"""The receipt of hosting, and joint tests in words."""

import dataclasses

import numpy as np
import pytest

from results import chronicle, hosting, joint_tests
from sim.catalogue import CASE_INDEX, FRONTIER_THEMES, THEMES
from sim.errors import InputError
from tests.model.conftest import config_of, run


@pytest.fixture(scope="module")
def record():
    return run(config_of("teaching", "static:US", end="2028-06"))


@pytest.fixture(scope="module")
def host(record):
    return record.roster.label(int(np.argmax(record.host[-1])))


# ---- hosting ---------------------------------------------------------------------------------------------------------
def test_the_receipt_is_of_the_months_in_which_it_held_powers(record, host):
    found, node = hosting.hosting(record, host), record.roster.find(host)
    at = record.host[:, node] > 0
    rows = {row.name.strip(): row for row in found.rows}
    assert found.months == at.sum()
    assert rows["powers of the secretariat"].values[-1] == pytest.approx(record.host[at, node].mean())
    assert rows["posts lent"].values[-1] == pytest.approx(record.states["posts_lent"][at, node].mean())
    assert all(len(row.values) == len(found.years) + 1 for row in found.rows)


def test_it_is_told_at_80_columns_and_as_data(record, host):
    found = hosting.hosting(record, host)
    text = str(found)
    assert all(len(line) <= 110 for line in text.splitlines()) and host in text and "heard first" in text
    data = hosting.to_json(found)
    assert data["actor"] == host and {line["group"] for line in data["lines"]} == {"holds", "costs", "gives", "others"}


@pytest.mark.parametrize(("actor", "problem"), [("OpenAI", "held no powers"), ("Nowhere", "unknown actor")])
def test_who_hosts_nothing_has_no_receipt(record, actor, problem):
    name = record.roster.firm_ids[0] if actor == "OpenAI" else actor
    with pytest.raises(InputError, match=problem):
        hosting.hosting(record, name)


# ---- joint tests -----------------------------------------------------------------------------------------------------
def test_joint_tests_are_about_frontier_themes_and_have_participants(record):
    rows = joint_tests.joint_tests(record)
    assert rows and {row["theme"] for row in rows} <= {THEMES[t] for t in FRONTIER_THEMES}
    assert all(len(row["took part"]) >= 2 and not set(row["took part"]) & set(row["did not"]) for row in rows)
    assert joint_tests.text(rows).count("\n") == len(rows) - 1 and joint_tests.text([]) == "No joint test."


def test_an_actor_sees_those_to_which_it_was_asked(record):
    node = int(np.flatnonzero(record.asked.any(axis=0))[0])
    assert len(joint_tests.joint_tests(record, node)) == record.asked[:, node].sum()
    outsider = int(np.flatnonzero(~record.asked.any(axis=0))[0]) if not record.asked.any(axis=0).all() else None
    assert outsider is None or joint_tests.joint_tests(record, outsider) == []


@pytest.mark.parametrize(
    ("came", "said"),
    [
        ((True, True, True), "all 3 took part"),
        ((True, True, False), "2 of 3 took part; {2} did not"),
        ((True, False, False), "1 of 3 took part; {1} and {2} did not"),
    ],
)
def test_who_took_part_in_words(record, came, said):
    asked, party = np.zeros_like(record.asked), np.zeros_like(record.party)
    asked[0, :3], party[0, :3] = True, came
    changed = dataclasses.replace(record, asked=asked, party=party)
    names = [record.roster.label(j) for j in range(3)]
    assert joint_tests.who(changed, 0) == said.format(*names)


def test_the_chronicle_names_who_took_part(record):
    told = [line for line in chronicle.lines(record) if line.short.startswith("joint test (simulated) on")]
    finished = record.cases[record.cases["kind"] == CASE_INDEX["joint_test"]]
    in_time = [line for line in chronicle.lines(record) if line.kind == "case" and "Joint test" in line.text]
    assert len(told) == len(in_time) <= len(finished) and all("took part" in line.short for line in told)
