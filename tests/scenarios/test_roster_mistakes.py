"""Mistakes in a roster: each with its file, row, column, value, what is allowed and the nearest name."""

import pytest

from scenarios.rosters import load_roster
from sim.errors import EntenteError, InputErrors

GOOD = {
    "jurisdictions.csv": (
        "jurisdiction_id,alias,name,region,gdp_2023_usd_bn,represented_by,acts,"
        "member_from,acting_from,acting_source\n"
        "AAA,Alpha,Alphaland,north,100,,1,2024-05,2023-07,a report\n"
        "BBB,Beta,Betaland,north,50,,1,,,\n"
        "BLC,Bloc,The Bloc,south,80,,1,,,\n"
        "CCC,Gamma,Gammaland,south,20,BLC,0,,,\n"
    ),
    "institutes.csv": (
        "jurisdiction_id,name,founded,is_aisi\nAAA,Alpha Institute,2024-01-05,1\nBBB,Beta Lab,2024-02,1\n"
    ),
    "firms.csv": "firm_id,name,jurisdiction_id,acts\nFirst,First Ltd,AAA,1\nSecond,Second plc,CCC,1\n",
    "pairs.csv": "iso_a,iso_b,rivalry,fora\nAAA,BBB,0.1,0.5\nBBB,BLC,0.2,0.25\n",
    "sizes.csv": ("jurisdiction_id,date,staff,budget_usd_m_year_approx,share\nAAA,2025-01,20,5,\nBBB,2025-02,,,0.5\n"),
    "ties.csv": (
        "actor_a,actor_b,type,date\nAlpha,Beta,testing,2024-03\nAlpha,First,Model Access and Testing,2023-08\n"
    ),
    "events.csv": "date,event_type,actor_a,description\n2024-06,election,Beta,a vote\n",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in GOOD.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def mistake(folder) -> str:
    with pytest.raises(EntenteError) as caught:
        load_roster(folder)
    return str(caught.value)


def test_the_folder_is_fine_before_it_is_spoilt(folder):
    roster = load_roster(folder)
    assert (roster.n_states, roster.n_firms, len(roster.ties), len(roster.events)) == (3, 2, 2, 1)
    assert roster.firm_home.tolist() == [0, 2]  # the bloc stands in for Gamma


# file, what is replaced, by what, parts of the one message
MISTAKES = [
    # who
    (
        "jurisdictions.csv",
        "BBB,Beta",
        "AAA,Beta",
        ["row 3", "'jurisdiction_id'", "duplicate actor (got 'AAA')", "the first is in", "row 2"],
    ),
    (
        "jurisdictions.csv",
        "Beta,Betaland",
        "alpha,Betaland",
        ["row 3", "'alias'", "duplicate actor", "row 2"],
    ),
    (
        "firms.csv",
        "First,First Ltd",
        "beta,First Ltd",
        ["firms.csv", "row 2", "'firm_id'", "duplicate actor", "jurisdictions.csv, row 3"],
    ),
    (
        "jurisdictions.csv",
        "20,BLC,0",
        "20,BCL,0",
        ["row 5", "'represented_by'", "names nobody", "did you mean 'BLC'?"],
    ),
    ("jurisdictions.csv", "20,BLC,0", "20,CCC,0", ["row 5", "'represented_by'", "cannot represent it"]),
    (
        "jurisdictions.csv",
        "20,BLC,0",
        "90,BLC,1",
        ["row 4", "'gdp_2023_usd_bn'", "a bloc's GDP is too small"],
    ),
    (
        "jurisdictions.csv",
        "a report",
        "",
        ["row 2", "'acting_source'", "no source", "only from a date that is sourced"],
    ),
    # cells
    (
        "jurisdictions.csv",
        "north,100",
        "north,-1",
        ["row 2", "'gdp_2023_usd_bn'", "out of range (got '-1')", "of 0 or more"],
    ),
    ("jurisdictions.csv", "north,100", "north,big", ["row 2", "not a number (got 'big')"]),
    ("jurisdictions.csv", "north,100", "north,", ["row 2", "the cell is blank"]),
    (
        "jurisdictions.csv",
        "2024-05",
        "May 2024",
        ["row 2", "'member_from'", "not a date (got 'May 2024')", "YYYY-MM"],
    ),
    ("pairs.csv", "BBB,0.1", "BBB,1.1", ["pairs.csv", "row 2", "'rivalry'", "out of range", "from 0 to 1"]),
    ("institutes.csv", "2024-01-05", "2024-01-35", ["institutes.csv", "row 2", "'founded'", "not a date"]),
    (
        "events.csv",
        "election",
        "elections",
        ["events.csv", "row 2", "'event_type'", "did you mean 'election'?"],
    ),
    # columns
    (
        "jurisdictions.csv",
        ",region,",
        ",regions,",
        ["row 1", "unknown column (got 'regions')", "did you mean 'region'?", "missing column"],
    ),
    ("pairs.csv", "iso_b,rivalry", "iso_b,rivalrly", ["row 1", "unknown column", "did you mean 'rivalry'?"]),
    ("pairs.csv", "iso_b", "iso_c", ["row 1", "'iso_b'", "missing column", "iso_a, iso_b"]),
    # institutes and firms
    ("institutes.csv", "BBB", "BBBB", ["row 3", "'jurisdiction_id'", "names nobody", "did you mean 'BBB'?"]),
    ("institutes.csv", "BBB", "AAA", ["row 3", "a second institute", "the first is in row 2"]),
    (
        "firms.csv",
        "First Ltd,AAA",
        "First Ltd,AAB",
        ["row 2", "'jurisdiction_id'", "unknown home (got 'AAB')", "did you mean 'AAA'?"],
    ),
    # pairs
    (
        "pairs.csv",
        "BBB,BLC",
        "BBB,BLK",
        ["row 3", "'iso_b'", "the pair names nobody (got 'BLK')", "did you mean 'BLC'?"],
    ),
    (
        "pairs.csv",
        "BBB,BLC",
        "BBB,AAA",
        ["row 3", "the pair is given twice", "BBB, AAA", "the first is in row 2"],
    ),
    ("pairs.csv", "BBB,BLC", "BBB,BBB", ["row 3", "'iso_b'", "a pair with itself"]),
    # ties
    (
        "ties.csv",
        "Alpha,Beta,testing",
        "Alpha,Beta,tasting",
        [
            "ties.csv",
            "row 2",
            "'type'",
            "unknown type of tie",
            "research, exchange",
            "did you mean 'testing'?",
        ],
    ),
    (
        "ties.csv",
        "Alpha,Beta",
        "Alpha,Betta",
        ["row 2", "'actor_b'", "the tie names nobody (got 'Betta')", "did you mean 'Beta'?"],
    ),
    ("ties.csv", "Alpha,Beta", "Second,First", ["row 2", "'actor_b'", "a tie between two firms"]),
    ("ties.csv", "Alpha,Beta", "Alpha,Alphaland", ["row 2", "'actor_b'", "a tie with itself"]),
    (
        "ties.csv",
        "Model Access and Testing",
        "compute",
        ["row 3", "'type'", "a firm cannot hold a tie of this type", "research, guidelines, testing"],
    ),
    (
        "ties.csv",
        "Alpha,First,Model Access and Testing,2023-08",
        "Beta,Alpha,testing,2024-04",
        ["row 3", "the tie is given twice", "row 2"],
    ),
    (
        "ties.csv",
        "testing,2024-03",
        "testing,2023-12",
        ["row 2", "'date'", "older than the office of Beta", "acting_from or founding"],
    ),
    ("sizes.csv", "AAA,2025", "AAB,2025", ["sizes.csv", "row 2", "'jurisdiction_id'", "names nobody", "did you mean"]),
    ("sizes.csv", "20,5,", "20,5,0.5", ["sizes.csv", "row 2", "'share'", "both a share and a new size"]),
    ("sizes.csv", ",,0.5", ",,", ["sizes.csv", "row 3", "'share'", "no new size"]),
    (
        "firms.csv",
        "acts\nFirst,First Ltd,AAA,1\nSecond,Second plc,CCC,1\n",
        "frontier_from,frontier_until\nFirst,First Ltd,AAA,2024-05,2024-05\n",
        ["row 2", "'frontier_until'", "ends before it begins"],
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "parts"), MISTAKES)
def test_one_mistake_one_message(folder, file, old, new, parts):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    message = mistake(folder)
    for part in [f"{folder}/{file}", *parts]:
        assert part in message


@pytest.mark.parametrize("file", ["jurisdictions.csv", "institutes.csv", "firms.csv", "pairs.csv"])
def test_a_missing_file_is_named_with_what_is_there(folder, file):
    (folder / file).unlink()
    (folder / "notes.txt").write_text("not a table")
    message = mistake(folder)
    assert f"{folder}/{file}: missing file" in message
    assert "the folder has events.csv" in message and "notes.txt" in message


def test_a_missing_file_does_not_hide_mistakes_in_the_others(folder):
    (folder / "firms.csv").unlink()
    path = folder / "pairs.csv"
    path.write_text(path.read_text().replace("BBB,BLC", "BBB,BLK"))
    message = mistake(folder)
    assert message.startswith("2 mistakes") and "missing file" in message and "the pair names nobody" in message


def test_sizes_ties_and_events_may_be_missing(folder):
    for file in ("sizes.csv", "ties.csv", "events.csv"):
        (folder / file).unlink()
    roster = load_roster(folder)
    assert roster.sizes == roster.ties == roster.events == ()


def test_a_misspelt_file_is_not_passed_over(folder):
    (folder / "ties.csv").rename(folder / "tie.csv")
    assert "unknown file (got 'tie.csv')" in mistake(folder) and "did you mean 'ties.csv'?" in mistake(folder)


RAW = [
    (b"", "the file is empty"),
    (b"iso_a;iso_b\nAAA;BBB\n", "separated by semicolons, not by commas"),
    ("iso_a,iso_b,source\nAAA,BBB,Côte\n".encode("latin-1"), "row 2: the file is not UTF-8 text"),
]


@pytest.mark.parametrize(("raw", "part"), RAW)
def test_a_file_that_is_no_table(folder, raw, part):
    (folder / "pairs.csv").write_bytes(raw)
    message = mistake(folder)
    assert f"{folder}/pairs.csv" in message and part in message


def test_a_byte_order_mark_is_fine(folder):
    path = folder / "pairs.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_roster(folder).rivalry[0, 1] == 0.1


@pytest.mark.parametrize(("states", "firms", "part"), [
    (1, 0, "too few jurisdictions (got 1)"),
    (2, 0, "too few actors (got 2); allowed: 3 to 400"),
    (399, 2, "too many actors (got 401); allowed: 3 to 400"),
])  # fmt: skip
def test_the_number_of_actors(folder, states, firms, part):
    for file in ("institutes.csv", "pairs.csv", "firms.csv"):
        head = GOOD[file].splitlines()[0]
        (folder / file).write_text(head + "\n")
    for file in ("sizes.csv", "ties.csv", "events.csv"):
        (folder / file).unlink()
    lines = [
        "jurisdiction_id,alias,name,region,gdp_2023_usd_bn",
        *(f"s{k},a{k},n{k},r,1" for k in range(states)),
    ]
    (folder / "jurisdictions.csv").write_text("\n".join(lines))
    (folder / "firms.csv").write_text(
        "firm_id,name,jurisdiction_id\n" + "".join(f"f{k},g{k},s0\n" for k in range(firms))
    )
    assert part in mistake(folder)


def test_400_actors_load(folder):
    lines = [
        "jurisdiction_id,alias,name,region,gdp_2023_usd_bn",
        *(f"s{k},a{k},n{k},r,1" for k in range(400)),
    ]
    (folder / "jurisdictions.csv").write_text("\n".join(lines))
    for file in ("institutes.csv", "pairs.csv", "firms.csv", "sizes.csv", "ties.csv", "events.csv"):
        (folder / file).write_text(GOOD[file].splitlines()[0] + "\n")
    assert load_roster(folder).rivalry.shape == (400, 400)


def test_nobody_acts_for_a_firm_at_home(folder):
    path = folder / "jurisdictions.csv"
    path.write_text(path.read_text().replace("20,BLC,0", "20,,0"))
    message = mistake(folder)
    for part in ("firms.csv", "row 3", "'jurisdiction_id'", "nobody acts for the firm's home (got 'CCC')"):
        assert part in message


def test_a_tie_of_somebody_who_does_not_act_is_left_out(folder):
    path = folder / "ties.csv"
    path.write_text(path.read_text() + "Gamma,Beta,research,2024-07\n")
    assert len(load_roster(folder).ties) == 2


def test_all_mistakes_of_all_files_come_at_once(folder):
    for file, old, new, _ in (MISTAKES[0], MISTAKES[7], MISTAKES[11], MISTAKES[20], MISTAKES[23]):
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputErrors) as caught:
        load_roster(folder)
    places = {(str(e.file).rsplit("/", 1)[-1], e.row, e.key) for e in caught.value.errors}
    assert places >= {
        ("jurisdictions.csv", 3, "jurisdiction_id"), ("jurisdictions.csv", 2, "gdp_2023_usd_bn"),
        ("pairs.csv", 2, "rivalry"), ("pairs.csv", 3, "iso_b"), ("ties.csv", 2, "type"),
    }  # fmt: skip
