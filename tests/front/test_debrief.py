"""entente debrief: a saved session on the command line, from a file or a link; mistakes end in one message."""

import json

import pytest
from click.testing import CliRunner

from entente.cli import main
from results.play.debrief.debrief import summary
from results.play.debrief.report import report
from scenarios.session.kept import Kept, session_file
from scenarios.session.log import started
from scenarios.session.room import opened_room
from scenarios.session.seats import Seat
from sim.months import month_index

LOG = started("teaching", "rotating", 1).with_choice(event={"date": "2026-03", "kind": "exit", "actor": "Kenya"})
AT = month_index("2026-08")


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    path = tmp_path_factory.mktemp("saved") / "session.json"
    path.write_text(session_file(LOG, AT), encoding="utf-8")
    return path


def run(*words):
    return CliRunner().invoke(main, ["debrief", *map(str, words)])


def test_a_file_is_told_as_far_as_it_was_played_and_written_as_a_report(saved, tmp_path):
    from entente.debriefed import found_in

    out = tmp_path / "report.html"
    told = run(saved, "--out", out)
    found = found_in(str(saved))
    assert told.exit_code == 0 and f"report: {out}" in told.output
    assert found.at == AT and "March 2026, at the table: Kenya leaves the network and ends its ties." in told.output
    assert summary(found)[0] in told.output
    assert out.read_text(encoding="utf-8") == report(found)


def test_a_link_is_played_to_its_end_or_until_a_month(saved):
    whole = json.loads(run(LOG.link(), "--json").stdout)
    part = json.loads(run(LOG.link(), "--until", "2026-07", "--json").stdout)
    assert whole["until"] == "2028-12" and part["until"] == "2026-07"
    same = json.loads(run(saved, "--json").stdout)
    assert part == same, "the file stands at the same month"


def test_people_are_named_only_if_the_facilitator_lets_them_and_it_is_wanted(tmp_path):
    path = tmp_path / "with-room.json"
    by_kenya = LOG.with_choice("Kenya", decision={"date": "2026-05", "actor": "Kenya", "act": "join"})
    room, _ = opened_room(
        (Seat(actor="Kenya", part="state"), Seat(actor="Kenya", part="institute"), Seat(actor="US")), 3
    )
    for number, name in enumerate(("Ada", "Bo")):
        room, _ = room.sat_down(number, name)
    path.write_text(Kept.of(by_kenya, AT, room.plain()).text(), encoding="utf-8")
    assert "Ada" not in run(path, "--json").stdout
    refused = run(path, "--names", "--json")
    assert refused.exit_code == 2 and "names are not to be told" in refused.stderr and "Ada" not in refused.output
    room = room.model_copy(update={"with_names": True})
    path.write_text(Kept.of(by_kenya, AT, room.plain()).text(), encoding="utf-8")
    assert "Ada" not in run(path, "--json").stdout
    assert json.loads(run(path, "--names", "--json").stdout)["seats"][0]["person"] == "Ada and Bo"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nowhere.json"], "cannot be read: No such file"),
        (["play:nonsense"], "the link is damaged"),
        ([__file__], "test_debrief.py"),
        ([LOG.link(), "--until", "2030-01"], "allowed: 2026-01 to 2028-12"),
        ([LOG.link(), "--until", "soon"], "not a month"),
        ([LOG.link(), "--out", "no/such/folder/report.html"], "cannot be written"),
    ],
)  # fmt: skip
def test_mistakes_end_in_one_message(words, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = run(*words)
    assert found.exit_code == 2 and found.stdout == ""
    assert found.stderr.startswith("Error: ") and says in found.stderr


def test_nothing_is_told_of_a_session_that_has_not_begun(tmp_path):
    path = tmp_path / "new.json"
    path.write_text(session_file(LOG, LOG.base().adopt_month), encoding="utf-8")
    found = run(path)
    assert found.exit_code == 2 and "nothing is played" in found.stderr
