"""From the rows of pairs.csv to the four matrices of a Roster, each (J, J), symmetric, diagonal 0.

rivalry      rivalry, else clip(0.5 d / 4 + 0.5 max(c, s), 0, 1): d UNGA distance, c coercion at the end of 2025,
             s strategic rivalry of 2020, a quarter of it between allies or where it was settled; 0 to 1
fora         fora, else shared_core_memberships / 13; 0 to 1
legal        data_flow, else 1 if a legal path for data is recognised (``legal_path``); 0 to 1
distance_km  distance_km, else capital_geodesic_km, else the great circle between the capitals; km

Sources: Bailey, Strezhnev, Voeten 2017, release of July 2025 (d: mean of 2021-24, standard deviations);
Thompson, Sakuwa, Suhas (s: 1 if a rivalry was open in 2020); ``change_source`` of each row, for
``coercion_2025`` and ``eased_since_2020`` (c: 1 war or comprehensive sanctions, 0.5 controls on technology, 0.25 an
ally's controls); GeoNames (capitals). Allies are both in NATO, the EU, the Five Eyes or ASEAN. The two halves and the
quarter are assumed: a pair far apart in the UNGA (3.1 at most) without an open rivalry stays below 0.5, a strategic
rivalry, sanctions or war stand above; controls on technology bring a pair there that is far apart (2 or more).

A pair that pairs.csv does not list has no counted forum and no rivalry on record; its d is the distance of
the two ideal points. Where d is unknown too, it has the mean rivalry of the others (0 if none is known).
"""

from __future__ import annotations

import math

import numpy as np

from scenarios.roster_columns import CORE_MEMBERSHIPS
from scenarios.tables import Picked, first_known

RIVALRY_SPAN = 4.0  # UNGA distance, in standard deviations, that counts as the whole first half of rivalry
SETTLED = 0.25  # of a strategic rivalry of 2020 that is left between allies, or once it is settled (assumed)
ALLIANCES = ("both_nato", "both_eu27", "both_five_eyes", "both_asean")
EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


class PairColumns:
    """The columns of pairs.csv as (J, J) matrices of those who act; NaN where nothing is given."""

    def __init__(self, pairs: Picked, index: dict[str, int], n: int) -> None:
        a = np.array([index.get(x, -1) for x in pairs.text("iso_a")], dtype=np.int64)
        b = np.array([index.get(x, -1) for x in pairs.text("iso_b")], dtype=np.int64)
        self.listed = (a >= 0) & (b >= 0)
        self.a, self.b = a[self.listed], b[self.listed]
        self.pairs, self.n = pairs, n

    def matrix(self, column: str) -> np.ndarray:
        """One column of numbers as a symmetric matrix."""
        full = np.full((self.n, self.n), np.nan)
        values = self.pairs.numbers(column)[self.listed]
        full[self.a, self.b] = full[self.b, self.a] = values
        return full

    def either(self, *columns: str) -> np.ndarray:
        """(J, J) whether one of the columns of yes and no holds; False where nothing is given."""
        full = np.zeros((self.n, self.n), dtype=bool)
        for column in columns:
            values = self.pairs.truths(column)[self.listed]
            full[self.a, self.b] |= values
            full[self.b, self.a] |= values
        return full


def pair_matrices(pairs: Picked, states: Picked, index: dict[str, int]) -> dict[str, np.ndarray]:
    """The four matrices; ``index`` gives the number of a jurisdiction that acts by its id."""
    columns = PairColumns(pairs, index, len(states))
    matrices = {
        "rivalry": _rivalry(columns, states.numbers("unga_ideal_fp_mean_2021_24")),
        "fora": first_known(columns.matrix("fora"), columns.matrix("shared_core_memberships") / CORE_MEMBERSHIPS, 0.0),
        "legal": first_known(columns.matrix("data_flow"), legal_path(states)),
        "distance_km": first_known(
            columns.matrix("distance_km"), columns.matrix("capital_geodesic_km"), great_circle_km(states)
        ),
    }
    for matrix in matrices.values():
        np.fill_diagonal(matrix, 0.0)
    return matrices


def _rivalry(columns: PairColumns, ideal: np.ndarray) -> np.ndarray:
    open_rivals = first_known(columns.matrix("strategic_rivals_2020"), 0.0)
    settled = columns.either("eased_since_2020", *ALLIANCES)
    coercion = first_known(columns.matrix("coercion_2025"), 0.0)
    hostility = hostility_of(open_rivals, settled, coercion)
    distance = first_known(columns.matrix("unga_ideal_fp_absdiff_mean2021_24"), np.abs(ideal[:, None] - ideal[None, :]))
    rivalry = first_known(columns.matrix("rivalry"), rivalry_of(distance, hostility))
    others = rivalry[~np.eye(len(ideal), dtype=bool)]
    known = others[~np.isnan(others)]
    mean = float(known.mean()) if known.size else 0.0
    return first_known(rivalry, np.clip(mean + 0.5 * hostility, 0.0, 1.0))


def hostility_of(open_rivals: np.ndarray, settled: np.ndarray, coercion: np.ndarray) -> np.ndarray:
    """Hostility, 0 to 1: coercion, or what is left of a strategic rivalry of 2020 (0 or 1), whichever is more."""
    return np.maximum(coercion, np.where(settled, SETTLED, 1.0) * open_rivals)


def rivalry_of(distance: np.ndarray, hostility: np.ndarray) -> np.ndarray:
    """Rivalry, 0 to 1, from the UNGA distance (standard deviations) and hostility (0 to 1)."""
    return np.clip(0.5 * distance / RIVALRY_SPAN + 0.5 * hostility, 0.0, 1.0)


def legal_path(states: Picked) -> np.ndarray:
    """(J, J) 1 where a legal path for data between two states is recognised, else 0 (W20c).

    Two states have one if each is under the GDPR or found adequate by the EU, or if both are members of the
    Global CBPR Forum. What is not recognised counts as closed (a choice: no list of open pairs was found).
    'Adequate' within a scope (the US, Canada) counts as adequate.
    """
    europe = np.array([regime in ("gdpr", "adequate") for regime in states.text("eu_data_regime_2025")], dtype=bool)
    forum = states.truths("m_global_cbpr")
    return (np.logical_and.outer(europe, europe) | np.logical_and.outer(forum, forum)).astype(np.float64)


def great_circle_km(states: Picked) -> np.ndarray:
    """(J, J) great circle between capitals by their latitude and longitude; NaN where one is unknown."""
    lat, lon = (states.numbers(c) * math.pi / 180 for c in ("capital_lat", "capital_lon"))
    half = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
