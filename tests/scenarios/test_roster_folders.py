"""A folder of one's own: another issue area, pairs that are not listed, any order of rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.rosters import FOLDER, load_roster
from sim.months import NEVER, month_index


def test_another_issue_area_with_the_required_columns_only(tmp_path):
    write(tmp_path, "jurisdictions.csv", "jurisdiction_id,alias,name,region,gdp_2023_usd_bn",
          "N,North,Northland,up,100", "S,South,Southland,down,50", "E,East,Eastland,down,10")  # fmt: skip
    write(tmp_path, "institutes.csv", "jurisdiction_id,name,founded", "N,Centre for Biosecurity,2022-05")
    write(tmp_path, "firms.csv", "firm_id,name,jurisdiction_id")
    write(tmp_path, "pairs.csv", "iso_a,iso_b,rivalry,fora,data_flow,distance_km", "S,N,0.8,0.5,1,900")
    roster = load_roster(tmp_path)
    assert (roster.n_states, roster.n_firms) == (3, 0) and roster.firm_fora.shape == (0, 3)
    assert roster.rivalry.tolist() == [
        [0, 0.8, 0.8],
        [0.8, 0, 0.8],
        [0.8, 0.8, 0],
    ]  # unlisted: the others' mean
    assert roster.fora[0].tolist() == [0, 0.5, 0] and roster.legal[0].tolist() == [0, 1, 0]
    assert roster.distance_km[0, 1] == 900 and np.isnan(roster.distance_km[0, 2])
    assert np.isnan(roster.readiness).all() and roster.founded.tolist() == [
        month_index("2022-05"),
        NEVER,
        NEVER,
    ]


def test_pairs_that_are_not_listed_follow_from_the_jurisdictions(tmp_path):
    for path in (FOLDER / "real").glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "pairs.csv").write_text("iso_a,iso_b\n")
    own, real = load_roster(tmp_path), load_roster("real")
    us, uk, china = (own.find(n) for n in ("US", "UK", "China"))
    assert own.rivalry[us, uk] == pytest.approx(0.5 * (2.271 - 1.691) / 4)
    assert own.distance_km[us, uk] == pytest.approx(real.distance_km[us, uk], rel=0.01)
    assert (own.legal == real.legal).all() and own.fora[us, china] == 0


@given(st.lists(st.floats(0, 1), min_size=6, max_size=6), st.permutations(range(6)))
def test_direct_columns_come_through_in_any_order(tmp_path_factory, values, order):
    folder = tmp_path_factory.mktemp("own")
    ids = "abcd"
    write(folder, "jurisdictions.csv", "jurisdiction_id,alias,name,region,gdp_2023_usd_bn",
          *(f"{k},A {k},N {k},r,1" for k in ids))  # fmt: skip
    write(folder, "institutes.csv", "jurisdiction_id,name,founded")
    write(folder, "firms.csv", "firm_id,name,jurisdiction_id")
    pairs = [(i, j) for i in range(4) for j in range(i)]
    lines = [f"{ids[i]},{ids[j]},{value!r}" for (i, j), value in zip(pairs, values, strict=True)]
    write(folder, "pairs.csv", "iso_a,iso_b,rivalry", *(lines[k] for k in order))
    rivalry = load_roster(folder).rivalry
    assert [rivalry[i, j] for i, j in pairs] == [rivalry[j, i] for i, j in pairs] == values


def write(folder, name, *lines):
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
