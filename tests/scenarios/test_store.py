"""Run folders: the same experiment gives the same bytes, comes back as it was, and names no machine."""

import dataclasses
import datetime
import getpass
import hashlib
import json
import os
import platform

import numpy as np
import pandas as pd
import pytest

from scenarios import provenance, store
from scenarios.designs import load_design
from scenarios.held import Held
from scenarios.runs import FRAMES, Runs
from scenarios.schema import Scenario
from sim.errors import InputError
from sim.record import SERIES


def make_runs(roster, /, **changes) -> Runs:
    scenario = Scenario.of({"name": "x", "designs": ["rotating"], "parameters": {"noise": 0.2}, "replicates": 2})
    names, nan = ["adhoc", "rotating"], float("nan")
    key = {"design": names * 2, "replicate": [0, 0, 1, 1]}
    tables = {
        "table": pd.DataFrame(
            {
                **key,
                "members": [10.0, 12.0, nan, 11.0],
                "error": ["", "", "overflow", ""],
                "stage": ["", "", "simulation", ""],
            }
        ),
        "states": pd.DataFrame({**key, "state": ["US"] * 4, "welfare": [0.1, 0.2, 0.3, 0.4]}),
        "series": pd.DataFrame(
            {**key, "month": [18] * 4, "date": "2024-12", **{name: np.arange(4.0) for name in SERIES}}
        ),
        "network": pd.DataFrame(
            {"design": names, "a": "US", "b": "UK", "type": "testing", "share": 0.5, "strength": 0.25}
        ),
        "sharing": pd.DataFrame({"design": names, "category": "x", "share": 1.0, "case_by_case": 0, "withhold": 0}),
        "draws": pd.DataFrame({"replicate": [0, 1], "noise": 0.2}),
    }
    tables |= {name: changes.pop(name) for name in FRAMES if name in changes}
    runs = Runs(
        tables={name: Held(frame) for name, frame in tables.items()},
        scenario=scenario,
        designs=[load_design(text, roster) for text in ("adhoc", "static:UK")],
        asked=["static:UK"],
        roster=roster,
        seed=1,
        behaviour_prior="plain ranges",
        elapsed=1.25,
    )
    return dataclasses.replace(runs, **changes)


def test_a_run_comes_back_as_it_was(roster, tmp_path):
    runs = make_runs(roster, complete=False, note="interrupted")
    again = store.load_run(store.save_run(runs, tmp_path / "a"))
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(again, name), getattr(runs, name), check_dtype=False)
    assert again.scenario == runs.scenario and again.asked == runs.asked and again.seed == 1
    assert (again.complete, again.note, again.behaviour_prior) == (False, "interrupted", "plain ranges")
    for a, b in zip(again.designs, runs.designs, strict=True):
        assert a.name == b.name and np.array_equal(a.values, b.values) and np.array_equal(a.seat, b.seat)


def test_the_roster_comes_back_with_it(roster, make_roster, tmp_path):
    lonely = dataclasses.replace(
        make_roster(("A", "B", "C")), firm_ids=(), firm_names=(), ties=(), events=(), sources={},
        firm_home=np.zeros(0, int), firm_home2=np.zeros(0, int), compute=np.zeros(0),
        safety_index=np.zeros(0), firm_fora=np.zeros((0, 3)),
        frontier_from=np.zeros(0, int), frontier_until=np.zeros(0, int), sizes=(),
    )  # fmt: skip
    for k, original in enumerate((roster, lonely)):
        runs = make_runs(roster, roster=original, designs=[])
        again = store.load_run(store.save_run(runs, tmp_path / str(k))).roster
        assert provenance.roster_digest(again) == provenance.roster_digest(original)
        assert (again.name, again.sources, again.ties) == (original.name, original.sources, original.ties)
        for field in dataclasses.fields(original):
            assert type(getattr(again, field.name)) is type(getattr(original, field.name)), field.name


def test_the_same_experiment_gives_the_same_bytes(roster, tmp_path):
    folders = [store.save_run(make_runs(roster, elapsed=t), tmp_path / str(t)) for t in (1.0, 2.0)]
    for name in [*(f"{frame}.parquet" for frame in FRAMES), store.ROSTER]:
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes()
    first, second = (store.read_manifest(folder) for folder in folders)
    assert first.pop("run")["seconds"] == 1.0 and second.pop("run")["seconds"] == 2.0
    assert first == second


def test_the_manifest_has_sorted_keys_and_what_one_needs_to_run_it_again(roster, tmp_path):
    text = (store.save_run(make_runs(roster), tmp_path, "entente compare") / store.MANIFEST).read_text()
    manifest = json.loads(text)
    assert text == json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert set(manifest) == {"format", "configuration", "result", "code", "run", "files"}
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
    assert set(manifest["files"]) == {*(f"{name}.parquet" for name in FRAMES), store.ROSTER}
    configuration = manifest["configuration"]
    assert configuration["scenario"]["parameters"] == {"noise": [0.2, 0.2]}
    assert configuration["designs"][1]["seat"] == {"UK1": 1.0}
    assert configuration["designs"][1]["fields"]["staff_fte"] == 15
    assert manifest["code"]["version"] and "numpy" in manifest["run"]["libraries"]
    assert manifest["result"] == {"complete": True, "failed_runs": 1, "note": ""}


def test_the_manifest_names_no_machine_no_user_and_no_folder(roster, tmp_path):
    scenario = make_runs(roster).scenario.changed(roster=str(tmp_path / "mine"), designs=[str(tmp_path / "d.toml")])
    runs = make_runs(roster, scenario=scenario, roster=dataclasses.replace(roster, name=str(tmp_path / "mine")))
    command = f"entente compare --out {tmp_path}/x --roster={tmp_path}/mine"
    text = (store.save_run(runs, tmp_path / "run", command) / store.MANIFEST).read_text()
    for word in (str(tmp_path), platform.node(), os.getcwd()):
        assert not word or word not in text
    assert f'"{getpass.getuser()}"' not in text
    assert "entente compare --out x --roster=mine" in text
    assert store.load_run(tmp_path / "run").scenario.designs == ["d.toml"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("--out /a/b/c/", "--out c"),
        ("--roster=~/mine", "--roster=mine"),
        ("--roster '/a/b c/d'", "--roster 'b c/d'"),
        ("0.5*/a/b/x.toml+0.5*none", "0.5*x.toml+0.5*none"),
        ("--out C:\\x\\y", "--out y"),
        ("--designs 0.5*none+0.5*adhoc runs/x", "--designs 0.5*none+0.5*adhoc runs/x"),
    ],
)
def test_absolute_paths_are_cut(text, expected):
    assert provenance.without_folders(text) == expected


# --- folders


def test_nothing_is_overwritten(roster, tmp_path):
    folder = store.save_run(make_runs(roster), tmp_path / "a")
    before = (folder / store.MANIFEST).read_bytes()
    with pytest.raises(InputError, match="'out': the folder holds a run already"):
        store.claim_for(str(folder), "compare", make_runs(roster).scenario)
    # Once the work is done it is not thrown away.
    assert [store.save_run(make_runs(roster), folder).name for _ in range(2)] == ["a-2", "a-3"]
    assert (folder / store.MANIFEST).read_bytes() == before
    assert not list(folder.glob(".*"))


def test_default_folders_have_date_command_and_hash_and_are_new(monkeypatch, tmp_path, roster):
    monkeypatch.chdir(tmp_path)
    scenario, day = Scenario.of({"name": "x"}), datetime.date(2026, 2, 3)
    first = store.default_folder("compare", scenario, day)
    assert first.as_posix().startswith("runs/2026-02-03-compare-") and len(first.name) == 25
    assert store.default_folder("compare", scenario, day) == first
    assert store.default_folder("compare", scenario.changed(seed=2), day) != first
    assert store.save_run(make_runs(roster), first) == first
    assert store.save_run(make_runs(roster), store.default_folder("compare", scenario, day)).name == first.name + "-2"
