"""What comes from outside: encodings, control characters, numbers of any type, files that have no end."""

import decimal
import fractions

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios import incoming
from scenarios.designs import load_design
from scenarios.incoming import LARGEST_SEED, decoded, read_json, read_toml, unclean, unclean_in, whole
from scenarios.schema import Scenario, load_scenario
from scenarios.tables import Column, read_table
from sim.errors import CONTROL, EntenteError, InputError, nearest, shown, visible
from sim.months import date_parts, month_index

CONTROLS = ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9b", "\u2028", "\u2029", "\u202e", "\u2066", "\ufeff", "\ud800"]
ORDINARY = ["Côte d'Ivoire", "日本", "한국", "🇯🇵 Japan", "👩\u200d🔬", "الأردن", "O’Neill & Söhne", "A/B-1"]


def message(call, *args, **kwargs) -> str:
    with pytest.raises(EntenteError) as caught:
        call(*args, **kwargs)
    text = str(caught.value)
    assert not CONTROL.search(text.replace("\n", "")), "a message shows a control character as it is"
    return text


# --- texts


@pytest.mark.parametrize("character", CONTROLS)
def test_a_control_character_is_seen_and_written_out(character):
    assert f"U+{ord(character):04X}" in unclean(f"a{character}b")
    assert visible(f"a{character}b").isprintable()
    assert shown(f"a{character}b").isprintable()


@pytest.mark.parametrize("text", ORDINARY)
def test_letters_of_any_script_are_fine(text):
    assert unclean(text) == "" and visible(text) == text


def test_free_text_may_have_several_lines_and_nothing_worse():
    assert unclean("one\n\ttwo\r\nthree", lines=True) == ""
    assert "U+000A" in unclean("one\ntwo")
    assert "U+000D" in unclean("one\rtwo", lines=True)
    assert "U+001B" in unclean("one\n\x1b", lines=True)


def test_every_text_of_plain_values_is_checked_with_its_place():
    found = unclean_in({"title": "a\nb", "note": "a\nb", "events": [{"note": "a\x1b"}], "k\x07": {"description": "\n"}})
    assert [(error.key, error.value) for error in found] == [
        (None, "k\x07"), ("title", "a\nb"), ("events[1].note", "a\x1b"),
    ]  # fmt: skip


def test_a_message_shows_no_control_character_wherever_it_comes_from():
    bad = "\x1b[2J\u202e\n"
    error = InputError(bad, file=bad, key=bad, value=bad, allowed=bad, choices=[bad])
    assert str(error).isprintable() and error.nearest == bad
    assert str(EntenteError(f"two\nlines{bad}")) == "two\nlines\\x1b[2J\\u202e\n"


def test_a_value_that_python_cannot_write_is_shown_all_the_same():
    endless: list = []
    for _ in range(100_000):
        endless = [endless]
    for value in (10**5000, endless, "x" * 10**6):
        assert len(str(InputError("wrong", value=value, choices=["a"]))) < 400
    assert shown(np.str_("a")) == "'a'" and shown(np.int64(3)) == "3"
    assert nearest(3, ["a"]) is None


# --- numbers


@pytest.mark.parametrize("value", [3, np.int64(3), np.uint8(3), np.array(3)])
def test_whatever_counts_as_a_whole_number_is_taken(value):
    found = whole(value, "n", 0, 5)
    assert found == 3 and type(found) is int


@pytest.mark.parametrize(
    "value",
    [True, np.True_, 3.0, np.float64(3), float("nan"), float("inf"), "3", b"3", None, [3], decimal.Decimal(3),
     fractions.Fraction(3), np.array([3.0]), 1j],
)  # fmt: skip
def test_nothing_else_is(value):
    assert "'n': " in message(whole, value, "n", 0, 5)


def test_numbers_out_of_range_say_what_is_allowed():
    assert message(whole, 6, "n", 0, 5) == "'n': out of range (got 6); allowed: 0 to 5"
    assert "too long to show" in message(whole, 10**5000, "n", 0, 5)


@pytest.mark.parametrize("seed", [0, LARGEST_SEED, np.int64(LARGEST_SEED)])
def test_one_limit_of_seeds_for_files_and_python(seed, tmp_path):
    assert load_scenario().changed(seed=seed).seed == seed
    (tmp_path / "a.toml").write_text(f"seed = {seed}\n")
    assert load_scenario(tmp_path / "a.toml").seed == seed
    (tmp_path / "a.toml").write_text(f"seed = {int(seed) + LARGEST_SEED + 1}\n")
    assert "'seed': out of range" in message(load_scenario, tmp_path / "a.toml")


@pytest.mark.parametrize("value", [10**400, -(10**400)])
def test_numbers_beyond_all_numbers_are_no_numbers(value, tmp_path, roster):
    for body in (f"[parameters]\nnoise = {value}", f"setup_months = {value}"):
        (tmp_path / "a.toml").write_text(body)
        assert "not a number" in message(load_scenario, tmp_path / "a.toml")
    for body in (f"staff_fte = {value}", f"seat = {{ UK = {value} }}", "seat = { UK = true }"):
        (tmp_path / "a.toml").write_text(f'[design]\nbase = "rotating"\n{body}\n')
        assert "a.toml" in message(load_design, str(tmp_path / "a.toml"), roster)


# --- dates


@pytest.mark.parametrize("date", ["2026-02-29", "2026-02-30", "2026-13", "2026-00", "2026-04-31", "2026-01-00"])
def test_a_day_that_is_not_in_the_calendar_is_no_date(date):
    assert "there is no such day" in message(month_index, date)
    assert "there is no such day" in message(load_scenario().changed, adopt=date)


@pytest.mark.parametrize("date", ["", "soon", "2026/01", "2026-1-1-1", "26-01", "٢٠٢٦-٠١", "2026-01-01 10:00", "-2026"])
def test_what_is_no_date_says_how_dates_are_written(date):
    assert "not a date" in message(month_index, date) and "YYYY-MM-DD" in message(month_index, date)


@pytest.mark.parametrize("date", ["1800-01-01", "1899", "2201-01"])
def test_a_year_out_of_range_says_which_years_are_allowed(date):
    assert "the year is out of range" in message(month_index, date)
    assert "from 1900 to 2200" in message(month_index, date)
    assert "from 1900 to 2200" in message(load_scenario().changed, adopt=date)


def test_days_of_the_calendar_are_dates():
    assert date_parts(" 2024-02-29 ") == [2024, 2, 29] and month_index("2024-02-29") == month_index("2024-02")


# --- encodings and endless files


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_files_with_a_byte_order_mark_are_read(end, tmp_path, roster):
    (tmp_path / "a.toml").write_bytes(f'title = "Zürich"{end}seed = 3{end}'.encode("utf-8-sig"))
    assert (load_scenario(tmp_path / "a.toml").title, load_scenario(tmp_path / "a.toml").seed) == ("Zürich", 3)
    (tmp_path / "d.toml").write_bytes(f'[design]{end}base = "rotating"{end}staff_fte = 9{end}'.encode("utf-8-sig"))
    assert load_design(str(tmp_path / "d.toml"), roster)["staff_fte"] == 9
    (tmp_path / "a.json").write_bytes(f'{{"a":{end}1}}'.encode("utf-8-sig"))
    assert read_json(tmp_path / "a.json") == {"a": 1}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_named(encoding, tmp_path):
    (tmp_path / "a.toml").write_bytes('title = "a scenario"\n'.encode(encoding))
    assert "UTF-16" in message(load_scenario, tmp_path / "a.toml")
    (tmp_path / "a.csv").write_bytes("id,share\na,1\n".encode(encoding))
    assert "UTF-16" in message(read_table, tmp_path / "a.csv", [Column("id"), Column("share")])


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_wrong_encoding_is_named_with_its_line(end, tmp_path):
    (tmp_path / "a.toml").write_bytes(b"seed = 1" + end + b'title = "Z\xfcrich"')
    assert "a.toml, row 2: the file is not UTF-8 text" in message(load_scenario, tmp_path / "a.toml")


@pytest.mark.parametrize("raw", ["", "a", "日本"])
def test_texts_stay_what_they_are(raw):
    assert decoded(raw.encode(), "file") == raw


DEEP = "[" * 50_000 + "]" * 50_000
ENDLESS = {
    "nested": (f"a = {DEEP}", DEEP, "nested too deeply"),
    "long": (f"a = {'9' * 5000}", "9" * 5000, "too many digits"),
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_files_without_end_are_one_message(kind, tmp_path, roster):
    toml, data, words = ENDLESS[kind]
    (tmp_path / "a.toml").write_text(toml)
    (tmp_path / "a.json").write_text(data)
    assert words in message(load_scenario, tmp_path / "a.toml")
    assert words in message(load_design, str(tmp_path / "a.toml"), roster)
    assert words in message(read_json, tmp_path / "a.json")


def test_a_table_within_tables_without_end_is_an_unknown_key(tmp_path, roster):
    (tmp_path / "a.toml").write_text(".".join("a" * 5000) + " = 1")
    assert "unknown key" in message(load_scenario, tmp_path / "a.toml")
    (tmp_path / "a.toml").write_text('[design]\nbase = "rotating"\nstaff_fte.' + ".".join("a" * 5000) + " = 1")
    assert "not a number or a range" in message(load_design, str(tmp_path / "a.toml"), roster)


@pytest.mark.parametrize("read", [read_toml, read_json])
def test_files_that_cannot_be_opened(read, tmp_path):
    assert "no such file" in message(read, tmp_path / "nowhere\x1b")
    assert "cannot be read" in message(read, tmp_path)


# --- scenarios and designs


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ('title = "a\\u001b[2J"', "title"),
        ('title = "two\\nlines"', "title"),
        ('name = "a\\u202eb"', "name"),
        ('designs = ["rotating", "static:U\\u0007K"]', "designs[2]"),
        ('[[events]]\nkind = "exit"\ndate = "2027-01"\nactor = "UK\\u2028"', "events[1].actor"),
        ('[[events]]\nkind = "exit"\ndate = "2027-01"\nactor = "UK"\nnote = "a\\u009bb"', "events[1].note"),
        ('[[later]]\ndate = "2027-01"\ndesign = "\\u0000"', "later[1].design"),
        ('roster = "real\\u0008"', "roster"),
        ('posterior = "a\\u001b.csv"', "posterior"),
        ('[rules]\nfile = "a\\u001b.py"\nreplace = { "deals.tie_cost" = "f" }', "rules.file"),
        ('description = """a\\u001b"""', "description"),
    ],
)
def test_a_control_character_in_a_scenario_is_refused_with_file_and_key(body, key, tmp_path):
    (tmp_path / "mine.toml").write_text(body, encoding="utf-8")
    text = message(load_scenario, tmp_path / "mine.toml")
    assert f"mine.toml, '{key}': holds the control character" in text


def test_a_scenario_named_by_its_file_is_checked_too(tmp_path):
    (tmp_path / "a\x1b.toml").write_text("seed = 1")
    assert r"a\x1b.toml" in message(load_scenario, tmp_path / "a\x1b.toml")


def test_descriptions_and_notes_may_have_several_lines(tmp_path):
    body = 'description = """\nOne.\n\tTwo.\n"""\n[[events]]\nkind = "salience"\ndate = "2027-01"\nnote = "a\\nb"\n'
    (tmp_path / "mine.toml").write_text(body)
    found = load_scenario(tmp_path / "mine.toml")
    assert (found.description, found.events[0].note) == ("One.\n\tTwo.\n", "a\nb")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('name = "a\\u001b"', "'design.name': holds the control character U+001B"),
        ('description = "a\\u202e"', "'design.description': holds the control character U+202E"),
        ("name = 3", "'name': not a name (got 3)"),
        ('name = " "', "'name': not a name"),
        ('name = "adhoc"', "'name': the name of another design (got 'adhoc')"),
        ('name = "static:UK"', "'name': the name of another design"),
    ],
)
def test_the_name_of_a_design_is_checked(body, words, tmp_path, roster):
    (tmp_path / "mine.toml").write_text(f'[design]\nbase = "rotating"\nstaff_fte = 9\n{body}\n')
    assert words in message(load_design, str(tmp_path / "mine.toml"), roster)


# --- tables


def rows(tmp_path, raw: str | bytes, **options):
    (tmp_path / "t.csv").write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    columns = [Column("id", "name", required=True), Column("share", "float"), Column("note")]
    return read_table(tmp_path / "t.csv", columns, **options)


@pytest.mark.parametrize(
    "raw",
    [
        "sep=,\r\nid,share\r\na,0.5\r\n",
        "sep=;\nid;share\na;0.5\n",
        "SEP=;\nid;share\na;0.5\n",
        '"sep=;"\nid;share\na;0.5\n',
        "sep=\t\nid\tshare\na\t0.5\n",
        "\ufeffsep=;\r\nid;share\r\na;0.5\r\n",
        "id,share,,\na,0.5,,\n,,,\n",
        "id,share,,\na,0.5\n",
        "id,share\na,0.5,,\n,\n\n",
        "id,share\ra,0.5\r",
    ],
)
def test_tables_as_spreadsheets_write_them_are_read(raw, tmp_path):
    assert rows(tmp_path, raw).cells == {"id": ["a"], "share": [0.5]}


def test_rows_keep_their_numbers_below_a_line_that_names_the_delimiter(tmp_path):
    assert rows(tmp_path, "sep=;\nid;share\na;0.5\n").rows == [3]
    assert "row 2, 'shar'" in message(rows, tmp_path, "sep=;\nid;shar\na;0.5\n")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("id;share\na;1\n", "separated by semicolons, not by commas"),
        ("sep=;\nid,share\na,1\n", "separated by commas, not by semicolons as the first line says"),
        ("sep=x\nidxshare\n", "row 1: not a delimiter (got 'x')"),
        ("id,share,\na,1,2\n", "column 3 has no name"),
    ],
)
def test_one_message_names_the_cause(raw, words, tmp_path):
    text = message(rows, tmp_path, raw)
    assert words in text and "mistakes" not in text


@pytest.mark.parametrize("character", [c for c in CONTROLS if c != "\ud800"] + ["\n", "\t"])
def test_a_control_character_in_a_name_of_a_table_is_refused_with_its_place(character, tmp_path):
    text = message(rows, tmp_path, f'id,share\nfirst,1\n"a{character}b",1\n')
    assert f"t.csv, row 3, 'id': holds the control character U+{ord(character):04X}" in text


def test_notes_of_a_table_may_have_several_lines(tmp_path):
    assert rows(tmp_path, 'id,note\na,"one\r\ntwo\tthree"\n').cells["note"] == ["one\ntwo\tthree"]
    assert "'note': holds the control character U+001B" in message(rows, tmp_path, "id,note\na,\x1b[2J\n")


# --- any text


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_text_in_a_scenario_is_refused_or_clean(title, note):
    events = [{"date": "2027-01", "kind": "salience", "note": note}]
    try:
        found = Scenario.of({"name": "x", "title": title, "events": events})
    except EntenteError as error:
        assert not CONTROL.search(str(error).replace("\n", ""))
    else:
        assert unclean(found.title) == "" and unclean(found.events[0].note, lines=True) == ""


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_one_message(tmp_path_factory, raw):
    path = tmp_path_factory.mktemp("raw") / "a.toml"
    path.write_bytes(raw)
    for read in (read_toml, read_json, load_scenario, lambda p: read_table(p, [Column("id")])):
        try:
            read(path)
        except EntenteError as error:
            assert not CONTROL.search(str(error).replace("\n", ""))


def test_the_largest_seed_fits_a_table_and_a_toml_file():
    assert np.int64(incoming.LARGEST_SEED) == incoming.LARGEST_SEED
