"""From checked tables to a Roster: the one place where raw columns become the model's numbers.

gdp           gdp_2023_usd_bn, a bloc's minus that of the represented who act; billion US dollars (World Bank)
ideal         unga_ideal_fp_mean_2021_24; standard deviations (Bailey, Strezhnev, Voeten 2017, July 2025)
readiness     readiness, else imf_aipi_2023, else oxford_gairi_2023 / 100; 0 to 1 (IMF, Oxford Insights 2023)
cooperation   cooperation, else girai2024_intl_coop / 100; 0 to 1 (Global Index on Responsible AI 2024)
developing    unctad_developing (UNCTAD), but no high-income economy (wb_income_group_fy2025, World Bank)
regime, term, next_change   regime, term_months (else ``USUAL_TERMS``), next_change
pledged       pledged, else share of three declarations signed; 0 to 1 (``pledged``)
founded, staff, budget, statutory   institutes.csv without the rows whose is_aisi is 0; month of works_from, else of
              founded (see ``founding_month``), heads, million US dollars a year (Weaving a Safety Net, public pages)
sizes         sizes.csv: changes of staff and budget since, or the share of the size before that is left
rivalry, fora, legal, distance_km   see ``scenarios.roster_pairs``
compute       epoch_max_training_flop_to_2025; FLOP (Epoch AI to October 2025: a floor)
frontier_from, frontier_until   months between which a firm is a frontier firm; blank: all along, still
safety_index  fli_index_summer_2025_score / 4; 0 to 1 (Future of Life Institute, summer 2025)
firm_fora     share of three commitments in common; 0 to 1 (``shared_commitments``)

Unknown numbers stay NaN: the world draws them.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import numpy as np

from scenarios.roster_actors import Actors, tie_type
from scenarios.roster_columns import OFFICES, PLEDGES, REPLAYED_EVENTS
from scenarios.roster_pairs import pair_matrices
from scenarios.tables import Picked, Table, first_known
from sim.catalogue import GOVERNMENTS
from sim.months import NEVER, month_index
from sim.roster import EventRecord, Roster, SizeRecord, TieRecord

CUT_OFF_DAY = 20
RICH = "High income"  # World Bank income group
# Months. Elections: terms of four to five years; leaders who face none stay about ten (Archigos, from memory).
USUAL_TERMS = {"elections": 48.0, "leadership": 120.0, "commission": 60.0}
OWN_COMMITMENTS = {"USA": "white_house_commitments", "CHN": "china_aiia_commitments_2024"}


def build_roster(name: str, tables: dict[str, Table], actors: Actors) -> Roster:
    """The Roster of tables without mistakes; jurisdictions and firms stand in the order of their files."""
    states = Picked(tables["jurisdictions.csv"], actors.acting_states)
    firms = Picked(tables["firms.csv"], actors.acting_firms)
    pairs = pair_matrices(Picked(tables["pairs.csv"]), states, actors.state_index)
    return Roster(
        name=PurePath(name).name,
        **_state_columns(states, actors),
        **_institutes(Picked(tables["institutes.csv"]), actors),
        rivalry=pairs["rivalry"],
        fora=pairs["fora"],
        legal=pairs["legal"],
        distance_km=pairs["distance_km"],
        **_firm_columns(firms, states, actors),
        sizes=_sizes(tables.get("sizes.csv"), actors),
        ties=_ties(tables.get("ties.csv"), actors),
        events=_events(tables.get("events.csv"), states, actors),
        sources=_sources(tables, states),
    )


# ---- jurisdictions -----------------------------------------------------------------------------------------
def _state_columns(states: Picked, actors: Actors) -> dict[str, Any]:
    regions = tuple(sorted(set(states.text("region"))))
    return {
        "ids": states.text("jurisdiction_id"),
        "aliases": states.text("alias"),
        "names": states.text("name"),
        "region": np.array([regions.index(r) for r in states.text("region")], dtype=np.int64),
        "regions": regions,
        "gdp": gdp_without_overlap(states, actors),
        "ideal": states.numbers("unga_ideal_fp_mean_2021_24"),
        "readiness": first_known(
            states.numbers("readiness"),
            states.numbers("imf_aipi_2023"),
            states.numbers("oxford_gairi_2023") / 100,
        ),
        "cooperation": first_known(states.numbers("cooperation"), states.numbers("girai2024_intl_coop") / 100),
        "developing": states.truths("unctad_developing") & (np.array(states.text("wb_income_group_fy2025")) != RICH),
        "member_from": _months(states.text("member_from")),
        **_governments(states),
        "pledged": pledged(states),
        "acting_from": _months(states.text("acting_from")),
    }


def _governments(states: Picked) -> dict[str, np.ndarray]:
    """How leadership changes, the term, and a known end of one, each (J,)."""
    regimes = [regime or GOVERNMENTS[0] for regime in states.text("regime")]
    usual = np.array([USUAL_TERMS[regime] for regime in regimes], dtype=float)
    return {
        "regime": np.array([GOVERNMENTS.index(regime) for regime in regimes], dtype=np.int64),
        "term": first_known(states.numbers("term_months"), usual).astype(np.int64),
        "next_change": _months(states.text("next_change")),
    }


def pledged(states: Picked) -> np.ndarray:
    """(J,) share of the pledges made: at Bletchley, at Seoul (by leaders or ministers), at Paris."""
    bletchley, leaders, ministers, paris = (states.truths(column) for column in PLEDGES)
    made = bletchley.astype(float) + (leaders | ministers) + paris
    return first_known(states.numbers("pledged"), made / 3)


def gdp_without_overlap(states: Picked, actors: Actors) -> np.ndarray:
    """(J,) GDP; a bloc's is without that of the represented who act for themselves (never both)."""
    own = states.numbers("gdp_2023_usd_bn")
    gdp = own.copy()
    for state, bloc in enumerate(states.text("represented_by")):
        if bloc:
            gdp[actors.state_index[bloc]] -= own[state]
    return gdp


def _months(dates: tuple[str, ...], blank: int = NEVER) -> np.ndarray:
    return np.array([month_index(d) if d else blank for d in dates], dtype=np.int64)


def founding_month(date: str) -> int:
    """First month in which an institute counts: that of its founding, or the next one after the 20th day.

    So the offices of November 2024 are those that existed on the report's cut-off day, the 20th; Korea's
    institute opened a week later.
    """
    if not date:
        return NEVER
    parts = date.split("-")
    late = len(parts) == 3 and int(parts[2]) > CUT_OFF_DAY
    return month_index(date) + late


def _institutes(bodies: Picked, actors: Actors) -> dict[str, Any]:
    """Founding, staff, budget and powers, each (J,)."""
    n = len(actors.acting_states)
    columns = {
        "founded": np.full(n, NEVER, dtype=np.int64),
        "staff": np.full(n, np.nan),
        "budget": np.full(n, np.nan),
        "statutory": np.zeros(n, dtype=bool),
    }
    values = {
        "founded": np.array([founding_month(d) for d in _working_from(bodies)], dtype=np.int64),
        "staff": bodies.numbers("staff"),
        "budget": bodies.numbers("budget_usd_m_year_approx"),
        "statutory": bodies.truths("statutory_powers"),
    }
    for k in actors.institutes:
        state = actors.state_index.get(bodies.text("jurisdiction_id")[k], -1)
        if state >= 0:  # the institute of a jurisdiction that does not act is left out
            for key, column in columns.items():
                column[state] = values[key][k]
    return columns


def _working_from(bodies: Picked) -> list[str]:
    """When each institute begins to work: a date of its own, else that of its founding."""
    columns = bodies.text("works_from"), bodies.text("founded")
    return [later if later and founded else founded for later, founded in zip(*columns, strict=True)]


def _sizes(table: Table | None, actors: Actors) -> tuple[SizeRecord, ...]:
    """Changes of size of institutes of jurisdictions that act, in the order of the file."""
    if table is None:
        return ()
    rows = Picked(table)
    share = first_known(rows.numbers("share"), 1.0)
    columns = (rows.text("jurisdiction_id"), rows.text("date"), rows.numbers("staff"),
               rows.numbers("budget_usd_m_year_approx"), share)  # fmt: skip
    return tuple(
        SizeRecord(actors.state_index[home], month_index(date), float(staff), float(budget), float(part))
        for home, date, staff, budget, part in zip(*columns, strict=True)
        if home in actors.state_index
    )


# ---- firms -------------------------------------------------------------------------------------------------
def _firm_columns(firms: Picked, states: Picked, actors: Actors) -> dict[str, Any]:
    home = np.array([actors.represent(h) for h in firms.text("jurisdiction_id")], dtype=np.int64)
    home2 = np.array([actors.represent(h) for h in firms.text("second_jurisdiction_id")], dtype=np.int64)
    return {
        "firm_ids": firms.text("firm_id"),
        "firm_names": firms.text("name"),
        "firm_home": home,
        "firm_home2": home2,
        "compute": firms.numbers("epoch_max_training_flop_to_2025"),
        "safety_index": firms.numbers("fli_index_summer_2025_score") / 4,
        "firm_fora": shared_commitments(firms, states, home, home2),
        "frontier_from": _months(firms.text("frontier_from"), -NEVER),
        "frontier_until": _months(firms.text("frontier_until"), NEVER),
    }


def shared_commitments(firms: Picked, states: Picked, home: np.ndarray, home2: np.ndarray) -> np.ndarray:
    """(F, J) the share that holds of three things which bind a firm to a state.

    1. The firm signed the Seoul commitments, the state the Seoul Declaration or the Ministerial Statement.
    2. The state is a home of the firm.
    3. The firm signed the state's own voluntary commitments (the White House's of the US, AIIA's of China).
    The EU's code of practice does not count: it was signed in August 2025, after every start.
    """
    signed = states.truths("m_seoul_decl") | states.truths("m_seoul_ministerial")
    seoul = np.logical_and.outer(firms.truths("seoul_frontier_commitments"), signed)
    state = np.arange(len(states))
    at_home = (home[:, None] == state) | (home2[:, None] == state)
    own = np.zeros_like(seoul)
    for j, key in enumerate(states.text("jurisdiction_id")):
        if key in OWN_COMMITMENTS:
            own[:, j] = firms.truths(OWN_COMMITMENTS[key])
    return (seoul.astype(np.float64) + at_home + own) / 3


# ---- history -----------------------------------------------------------------------------------------------
def _ties(table: Table | None, actors: Actors) -> tuple[TieRecord, ...]:
    """The ties between actors that act; a bare year is no date (month None)."""
    if table is None:
        return ()
    columns = [table.column(c) for c in ("actor_a", "actor_b", "type", "date")]
    ties = []
    for a, b, kind, date in zip(*columns, strict=True):
        ends, type_ = (_node(a, actors), _node(b, actors)), tie_type(kind)
        if -1 not in ends and type_ is not None:
            ties.append(TieRecord(*ends, type_, month_index(date) if len(date) > 4 else None))
    return tuple(ties)


def _events(table: Table | None, states: Picked, actors: Actors) -> tuple[EventRecord, ...]:
    """The events that a run may replay, in order of their dates; ties, pledges and foundings are none."""
    if table is None:
        return ()
    names = ("date", "event_type", "actor_a", "description", "source", "size", "size_parameter", "guests", "announced")
    columns = [table.column(c, np.nan if c == "size" else "") for c in names]
    kept = [row for row in zip(*columns, strict=True) if row[1] in REPLAYED_EVENTS]
    kept.sort(key=lambda row: row[:5])
    return tuple(
        EventRecord(
            month_index(date), kind, _node(actor, actors), text, source,
            size=None if np.isnan(size) else size, parameter=parameter, guests=_guests(guests, states),
            announced=month_index(announced) if announced else None,
        )
        for date, kind, actor, text, source, size, parameter, guests, announced in kept
    )  # fmt: skip


def _guests(column: str, states: Picked) -> tuple[int, ...]:
    """The jurisdictions that signed a declaration, or all; none where nothing is said."""
    if not column:
        return ()
    came = np.ones(len(states), dtype=bool) if column == OFFICES else states.truths(column)
    return tuple(np.flatnonzero(came).tolist())


def _node(name: str, actors: Actors) -> int:
    """Node index of a name; -1 for nobody and for somebody who does not act."""
    node = actors.node(name)
    return -1 if node is None else node


def _sources(tables: dict[str, Table], states: Picked) -> dict[str, str]:
    """Where facts are from: 'acting:<id>' the acting office and its source, and the size of each file."""
    offices = zip(*(states.text(c) for c in ("jurisdiction_id", "acting_office", "acting_source")), strict=True)
    sources = {f"acting:{key}": f"{office or 'acting office'}: {source}" for key, office, source in offices if source}
    return {file: f"{len(table)} rows" for file, table in tables.items()} | sources
