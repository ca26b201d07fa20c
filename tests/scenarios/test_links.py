"""Scenarios as links: every one survives the round trip; what is damaged, foreign or names files is refused."""

import base64
import hashlib
import json
import zlib

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import entente
from scenarios import links
from scenarios.schema import Scenario, list_scenarios, load_scenario
from scenarios.schema_events import KINDS
from sim.errors import CONTROL, EntenteError, InputError, InputErrors
from sim.months import month_label
from sim.parameters import ALL, RECORDS

TEXT = st.text(st.characters(codec="utf-8"), max_size=30).filter(lambda text: not CONTROL.search(text))
MONTHS = st.integers(40, 90).map(month_label)


@st.composite
def settings_of(draw):
    """Ranges of some parameters within their bounds."""
    found = {}
    for name in draw(st.sets(st.sampled_from([p.name for p in ALL]), max_size=4)):
        ends = sorted(draw(st.lists(st.floats(RECORDS[name].low, RECORDS[name].high), min_size=2, max_size=2)))
        found[name] = ends
    return found


EVENTS = st.fixed_dictionaries(
    {"date": MONTHS, "kind": st.sampled_from([k for k in KINDS if k not in ("parameter", "merger")])},
    optional={"actor": TEXT, "partner": TEXT, "size": st.floats(-10, 10), "note": TEXT},
)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "remove": st.lists(TEXT, max_size=2),
        "pairs": st.lists(
            st.fixed_dictionaries(
                {"actor": TEXT.filter(len), "partner": TEXT.filter(len)}, optional={"rivalry": st.floats(0, 1)}
            ),
            max_size=2,
        ),
    },
)
SCENARIOS = st.fixed_dictionaries(
    {"name": TEXT.filter(len)},
    optional={
        "title": TEXT, "description": TEXT, "roster": st.sampled_from(["real", "teaching"]),
        "replicates": st.integers(1, 9999),
        "seed": st.integers(0, 2**63 - 1), "setup_months": st.none() | st.floats(0, 60), "prior": st.just("ranges"),
        "end": st.just("2031-06"), "parameters": settings_of(), "events": st.lists(EVENTS, max_size=3),
        "outcomes": st.lists(st.sampled_from(["harm", "members", "vetoes"]), max_size=3), "roster_changes": CHANGES,
        "designs": st.lists(TEXT, max_size=3), "evidence": st.lists(st.sampled_from(["W31", "C2"]), max_size=2),
    },
)  # fmt: skip


@given(SCENARIOS)
@settings(max_examples=150)
@example({"name": "x"})
@example({"name": "ä", "designs": ["a + b, c"], "description": 'quotes " and \\ signs'})
def test_any_scenario_survives_the_round_trip(content):
    scenario = Scenario.of(content)
    assume(not any(end in text.lower() for text in scenario.designs for end in (".toml", ".csv", ".parquet")))
    assume(not any(end in str(e).lower() for e in scenario.events for end in (".toml", ".csv", ".parquet")))
    link = scenario.link()
    assert load_scenario(link) == scenario
    assert set(link[len("link:") :]) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@pytest.mark.parametrize("scenario", list_scenarios(), ids=lambda scenario: scenario.name)
def test_every_shipped_scenario_fits_into_a_link(scenario):
    link = scenario.link()
    assert load_scenario(link) == scenario
    assert len(link) < 2000  # what every browser and server takes


def test_a_link_of_a_short_scenario_is_short():
    content = {"name": "exit", "events": [{"date": "2027-01", "kind": "exit", "actor": "US"}]}
    assert len(Scenario.of(content).link()) < 80


def test_a_link_is_read_wherever_a_scenario_is_named(tmp_path):
    link = entente.scenario_link("teaching")
    found = entente.compare("rotating", link, months=2, replicates=1, workers=1)
    assert found.runs.scenario.name == "teaching"
    assert entente.load(found.save(tmp_path / "run")).runs.scenario == found.runs.scenario


# ---- what is refused ----------
def refused(link: str) -> str:
    with pytest.raises(InputError) as caught:
        load_scenario(link)
    return str(caught.value)


@given(st.integers(0, 10_000), st.sampled_from("AZaz09-_"))
@settings(max_examples=60)
def test_one_wrong_character_is_found(place, character):
    link = load_scenario("teaching").link()
    place = len("link:") + place % (len(link) - len("link:"))
    assume(link[place] != character)
    assert refused(link[:place] + character + link[place + 1 :])


@given(st.text(max_size=60))
@example("")
@example("A")
@example("Aéé" + "x" * 20)
def test_any_text_after_the_prefix_is_a_scenario_or_one_message(text):
    try:
        found = load_scenario(f"link:{text}")
    except EntenteError as error:
        assert not CONTROL.search(str(error).replace("\n", ""))
    else:
        assert isinstance(found, Scenario)


def made(content: bytes, version: str = links.VERSION) -> str:
    """A link with this content, whatever it is."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, links.WORDS)
    packed = packer.compress(content) + packer.flush()
    body = version + base64.urlsafe_b64encode(packed).decode().rstrip("=")
    return f"link:{body}{links._sum(body)}"


def test_what_is_no_scenario_is_told():
    assert "cut off" in refused(load_scenario().link()[:-9])
    assert "another version" in refused(made(b"{}", "Z"))
    assert "not a scenario" in refused(made(b"[1]"))
    assert "cannot be read as JSON" in refused(made(b"{"))
    assert "unfolds to too much" in refused(made(b'{"name": "' + b"x" * links.LARGEST + b'"}'))
    assert "unknown key" in refused(made(b'{"name": "x", "nam": 1}'))
    assert "U+001B" in refused(made(b'{"name": "\\u001b[2J"}'))


FILES = [
    ({"roster": "my_folder"}, "roster"),
    ({"posterior": "mine.csv"}, "posterior"),
    ({"rules": {"file": "evil.py", "replace": {"deals.tie_cost": "f"}}}, "rules.file"),
    ({"designs": ["adhoc", "mine.toml"]}, "designs[2]"),
    ({"designs": ["0.5*mine.toml + 0.5*adhoc"]}, "designs[1]"),
    ({"later": [{"date": "2028-01", "design": "mine.TOML"}]}, "later[1].design"),
]


@pytest.mark.parametrize(("content", "key"), FILES)
def test_files_are_refused_both_ways(content, key):
    scenario = Scenario.of({"name": "x", **content})
    with pytest.raises(InputError, match="what files hold is not in a link") as caught:
        scenario.link()
    assert caught.value.key == key
    assert "what files hold is not in a link" in refused(made(json.dumps({"name": "x", **content}).encode()))


def test_all_files_are_named_together():
    with pytest.raises(InputErrors) as caught:
        Scenario.of({"name": "x", "roster": "mine", "posterior": "mine.csv", "designs": ["mine.toml"]}).link()
    assert [error.key for error in caught.value.errors] == ["roster", "posterior", "designs[1]"]


USUAL = {
    "adopt": "2026-01", "baseline": "default", "description": "", "designs": [], "end": "2030-12", "events": [],
    "later": [], "parameters": {}, "prior": "posterior", "replicates": 64, "roster": "real", "seed": 1,
    "setup_months": None, "start": "observed", "title": "", "uncertainties": {},
}  # fmt: skip
OLD = "link:AqybeRFhAghxaC0wmUBMgfAAGm7i4o"


def test_a_link_means_the_same_in_every_version():
    """What links with this version letter rest on. Where that changes, ``links.VERSION`` must be another letter."""
    bare = Scenario.of({"name": "x"}).plain()
    assert {key: bare.get(key) for key in USUAL} == USUAL
    assert links.VERSION == "A"
    assert hashlib.sha256(links.WORDS).hexdigest()[:16] == "fd3aceaaa20d0012"
    old = load_scenario(OLD)
    assert (old.name, old.events[0].kind, old.events[0].actor, old.replicates) == ("exit", "exit", "US", 64)
