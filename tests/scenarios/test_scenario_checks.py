"""Everything that is wrong with a scenario's file, in one reading, each mistake once and under its own number."""

import pytest

from scenarios.scenario_checks import Known, check_scenario
from scenarios.schema import list_scenarios, load_scenario
from sim.errors import EntenteError

BROKEN = """
replicats = 3
adopt = "soon"
designs = ["rotating", "static:Kenia", "rotatin", "rotating@staff=3"]
evidence = ["W31", "W999"]
outcomes = ["harmm"]
baseline = "defautl"
[parameters]
nois = 0.2
noise = 7
[[events]]
kind = "elektion"
date = "2027-01"
[[events]]
date = "2027-01"
kind = "exit"
actor = "Kenia"
size = 99
[[events]]
date = "2020-01"
kind = "exit"
actor = "US"
[[events]]
date = "2027-01"
kind = "exit"
actor = "OpenAI"
[[events]]
date = "2027-01"
kind = "merger"
design = "igo:UNO"
[[decisions]]
date = "2027-01"
act = "joiin"
actor = "US"
[[decisions]]
date = "2035-01"
act = "join"
actor = "US"
[[later]]
date = "2031-01"
design = "igo:UNO"
[[expectations]]
outcome = "memberz"
designs = ["rotatin"]
sign = 1
why = "an example"
[roster_changes]
remove = ["Kenya", "Atlantis"]
[[roster_changes.pairs]]
actor = "US"
partner = "China"
rivalry = 3
[[roster_changes.pairs]]
actor = "US"
partner = "Chinaa"
"""
# key of each mistake, and the nearest name that is told
WRONG = [
    (None, "replicates"), ("adopt", None), ("designs", "rotating"), ("static:Kenia", "Kenya"), ("designs", "staff_fte"),
    ("evidence[2]", "W9"), ("outcomes[1]", "harm"), ("baseline", "default"), ("parameters", "noise"),
    ("parameters.noise", None), ("events[1].kind", "election"), ("events[2].actor", "Kenya"), ("events[2].size", None),
    ("events[3].date", None), ("events[4].actor", "Korea"), ("events[5].design", "igo:UN"),
    ("decisions[1].act", "join"), ("decisions[2].date", None), ("later[1].design", "igo:UN"),
    ("expectations[1].outcome", "members"), ("expectations[1].designs[1]", "rotating"),
    ("roster_changes.remove[2]", "Thailand"), ("roster_changes.pairs[1].rivalry", None),
    ("roster_changes.pairs[2].partner", "China"),
]  # fmt: skip
KNOWN = Known(claims=("W31", "W9"), quantities=("members", "harm"), unmoving={"fine": "it moves nothing"})


def check(tmp_path, text, known=KNOWN):
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return check_scenario(str(path), known)


def test_all_mistakes_come_at_once_each_under_its_own_key(tmp_path):
    found = check(tmp_path, BROKEN)
    said = [(error.key, error.nearest) for error in found.errors]
    for wanted in WRONG:
        assert wanted in said, wanted
    assert len(said) == len(WRONG), [each for each in said if each not in WRONG]
    assert all(error.allowed for error in found.errors)
    assert found.warnings == []  # of a file with mistakes nothing is guessed


def test_each_single_mistake_is_found_alone_too(tmp_path):
    """What is taken away for one mistake hides no other."""
    lines = [
        ('[[events]]\ndate = "2027-01"\nkind = "exit"\nactor = "Kenia"', "events[1].actor"),
        ('[roster_changes]\nremove = ["Atlantis"]', "roster_changes.remove[1]"),
        ('[[later]]\ndate = "2028-01"\ndesign = "igo:UNO"', "later[1].design"),
        ('[rules]\nfile = "nowhere.py"\nreplace = { "deals.tie_cost" = "f" }', "rules.file"),
        ('posterior = "nowhere.csv"', "posterior"),
        ('roster = "nowhere"', "roster"),
        ('[sweep]\nmethod = "list"\nfile = "nowhere.csv"', "sweep.file"),
        ('[sweep]\nmethod = "grid"\n[sweep.vary]\nnoise = [0.2, 0.3]\n[parameters]\nnoise = 0.2', "sweep"),
    ]
    for text, key in lines:
        errors = check(tmp_path, text).errors
        assert [error.key for error in errors] == [key], text
        assert errors[0].file in ("mine.toml", "nowhere.csv")


def test_decisions_against_each_other_are_named_with_the_numbers_of_the_file(tmp_path):
    one = '[[decisions]]\ndate = "2027-01"\nact = "{}"\nactor = "US"\nchoice = {}\n'
    text = one.format("joiin", "true") + one.format("join", "true") + one.format("join", "false")
    found = [(error.key, error.problem) for error in check(tmp_path, text).errors]
    assert found[1:] == [("decisions[2] and decisions[3]", "true and false on the same")]
    assert found[0][0] == "decisions[1].act"


def test_a_key_that_others_call_by_another_name_is_told_ours(tmp_path):
    (error,) = check(tmp_path, 'horizon = "2030-12"').errors
    assert "unknown key: here it is 'end' (got 'horizon')" in str(error)


def test_what_cannot_be_read_is_one_mistake(tmp_path):
    assert "not valid TOML" in str(check(tmp_path, "seed = ").errors[0])
    assert "no such file" in str(check_scenario(str(tmp_path / "none.toml")).errors[0])
    assert "unknown scenario" in str(check_scenario("defautl").errors[0])
    assert "cut off" in str(check_scenario(load_scenario().link()[:-3]).errors[0])
    assert "U+001B" in str(check(tmp_path, 'title = "\\u001b"').errors[0])


@pytest.mark.parametrize("scenario", list_scenarios(), ids=lambda scenario: scenario.name)
def test_shipped_scenarios_have_no_mistakes(scenario):
    assert check_scenario(scenario.name).errors == []


def test_an_error_of_the_check_is_one_of_a_run_and_the_other_way_round(tmp_path):
    path = tmp_path / "mine.toml"
    for text in (
        "seed = 3",
        'adopt = "soon"',
        "[parameters]\nnois = 0.2",
        '[[events]]\ndate = "2020-01"\nkind = "salience"',
    ):
        path.write_text(text, encoding="utf-8")
        try:
            load_scenario(path)
            loads = True
        except EntenteError:
            loads = False
        assert (check_scenario(str(path)).errors == []) == loads, text


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ('[[events]]\ndate = "2031-01"\nkind = "salience"', "events[1].date", "after the end, 2030-12: it"),
        ('[[later]]\ndate = "2031-01"\ndesign = "none"', "later[1].date", "after the end"),
        ("replicates = 8", "replicates", "are few"),
        ('end = "2026-12"', "end", "too young to count"),
        ('designs = ["adhoc"]', "designs", "only adhoc"),
        ('roster = "teaching"', "prior", "made for the real roster"),
        ("[parameters]\nfine = 0.2", "parameters.fine", "is fixed, but it moves nothing"),
        (
            '[parameters]\nzero_sum = 0.2\n[[events]]\ndate = "2027-01"\nkind = "parameter"\n'
            'parameter = "zero_sum"\nsize = 0.4',
            "events[1].parameter",
            "holds until 2027-01 only",
        ),
    ],
)  # fmt: skip
def test_what_may_not_be_meant_is_a_warning(tmp_path, text, key, words):
    found = check(tmp_path, text)
    assert found.errors == []
    assert [warned.text for warned in found.warnings if warned.key == key and words in warned.text]


def test_a_scenario_without_anything_odd_has_no_warning():
    assert check_scenario("default", KNOWN).warnings == []


# ---- extends ----------
def test_what_is_not_given_is_taken_from_the_scenario_that_is_extended(tmp_path):
    base = tmp_path / "base.toml"
    base.write_text(
        'seed = 5\nend = "2029-12"\ntitle = "base"\n[parameters]\nnoise = 0.2\nfine = 0.5\n'
        '[[events]]\ndate = "2027-01"\nkind = "salience"\n', encoding="utf-8",
    )  # fmt: skip
    mine = tmp_path / "mine.toml"
    mine.write_text('extends = "base.toml"\nseed = 6\n[parameters]\nnoise = 0.3\n', encoding="utf-8")
    found = load_scenario(mine)
    assert (found.name, found.title, found.seed, found.end) == ("mine", "", 6, "2029-12")
    assert found.settings() == {"noise": (0.3, 0.3), "fine": (0.5, 0.5)}
    assert [event.kind for event in found.events] == ["salience"]
    assert load_scenario(found.link()) == found
    mine.write_text('extends = "base.toml"\nevents = []\n', encoding="utf-8")
    assert load_scenario(mine).events == []


def test_a_shipped_scenario_can_be_extended(tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_text('extends = "us_withdrawal"\nreplicates = 7\n', encoding="utf-8")
    found, base = load_scenario(mine), load_scenario("us_withdrawal")
    assert found.changed(
        name="x", replicates=1, title="", description="", evidence=[], expectations=[]
    ) == base.changed(name="x", replicates=1, title="", description="", evidence=[], expectations=[])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('extends = "mine.toml"', "extend one another without end"),
        ('extends = "nowhere.toml"', "no such file"),
        ('extends = "defautl"', "did you mean 'default'?"),
        ("extends = 3", "'extends': neither a text nor a path"),
        ('extends = "wrong.toml"', "wrong.toml, 'seed'"),
    ],
)
def test_what_cannot_be_extended_is_told(tmp_path, text, words):
    (tmp_path / "wrong.toml").write_text("seed = -1\n", encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EntenteError) as caught:
        load_scenario(path)
    assert words in str(caught.value)
    assert any(words in str(error) for error in check_scenario(str(path)).errors)
