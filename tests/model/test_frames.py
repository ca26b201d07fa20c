"""Data frames of a run that collects: one row a month, a month and agent, a month and tied pair."""

import numpy as np
import pytest

from sim.errors import EntenteError
from sim.model import CooperationModel
from sim.months import month_label
from sim.record import SERIES
from tests.model.conftest import config_of


@pytest.fixture(scope="module")
def model() -> CooperationModel:
    made = CooperationModel(config_of("teaching", "igo:OECD", end="2026-06"))
    made.record = made.run()
    return made


def test_the_models_frame_is_the_records_series(model):
    frame, record = model.frames()["model"], model.record
    assert list(frame.columns) == ["month", *SERIES] and len(frame) == len(record.months)
    assert frame["month"].tolist() == [month_label(m) for m in record.months]
    for name in SERIES:
        assert np.array_equal(frame[name], record.series[name]), name


def test_the_agents_frame_has_a_row_a_month_and_agent(model):
    frame, w, record = model.frames()["agents"], model.world, model.record
    months, agents = len(record.months), w.offices + w.offices + w.firms
    assert len(frame) == months * agents
    assert frame.groupby("Step").size().eq(agents).all()
    counts = frame["kind"].value_counts().to_dict()
    assert counts == {
        "StateAgent": months * w.offices,
        "InstituteAgent": months * w.offices,
        "FirmAgent": months * w.firms,
    }
    last = frame[frame["Step"] == frame["Step"].max()]
    states = last[last["kind"] == "StateAgent"].set_index("actor")
    assert states["tier"].tolist() == record.states["tier"][-1].tolist()
    assert np.allclose(states["dues"].astype(float), record.states["dues"][-1])
    firms = last[last["kind"] == "FirmAgent"]
    assert firms["tier"].isna().all() and firms["degree"].notna().all(), "what a firm has not is left empty"


def test_the_pairs_frame_has_a_row_a_month_and_tie(model):
    frame, record = model.frames()["pairs"], model.record
    assert list(frame.columns) == ["month", "a", "b", "types", "mask", "trust"]
    per_month = frame.groupby("month").size().reindex([month_label(m) for m in record.months], fill_value=0)
    assert np.array_equal(per_month, record.series["office_ties"] + record.series["firm_ties"])
    assert frame["trust"].between(0, 1).all()
    assert (frame["types"] == [bin(mask).count("1") for mask in frame["mask"]]).all()
    label = record.roster.label
    final = frame[frame["month"] == frame["month"].iloc[-1]]
    ends = {(label(a), label(b)): int(record.ties_end[a, b]) for a, b in np.argwhere(np.triu(record.ties_end))}
    assert {(r.a, r.b): r.mask for r in final.itertuples()} == ends


def test_a_run_that_does_not_collect_says_what_to_do():
    model = CooperationModel(config_of("teaching", "adhoc", end="2025-01", collect=False))
    model.run()
    with pytest.raises(EntenteError, match="collect=True"):
        model.frames()
