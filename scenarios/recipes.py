"""A design before its numbers are drawn: the range of each field, and the point at any quantile of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from sim.design import DUES_GDP, DUES_HOST, FIELD_INDEX, FIELD_NAMES, FIELDS, SEAT_SHARE, DesignPoint, blend
from sim.errors import InputError, raise_all
from sim.roster import Roster

POWERS = slice(0, 3)  # seat_share, turn_share, lead_share
OWN = "your own"  # the status of a number that somebody set
STATUSES = ("sourced", "partly", "assumed", OWN)  # what a number rests on, the surest first
Quantile = float | Mapping[str, float] | None


def triangular(quantile: np.ndarray, low: np.ndarray, mode: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Quantiles of triangular distributions, element by element; a range of no width gives its value."""
    width = high - low
    safe = np.where(width > 0, width, 1.0)
    rising = low + np.sqrt(quantile * safe * (mode - low))
    falling = high - np.sqrt((1 - quantile) * safe * (high - mode))
    inside = np.where(quantile <= (mode - low) / safe, rising, falling)
    return np.where(width > 0, np.clip(inside, low, high), mode)


@dataclass(frozen=True)
class Spread:
    """One design with its ranges on one roster.

    central, low, high : (len(FIELDS),) in the order of ``sim.design.FIELDS``.
    seat : (J,) weights of the host countries; sums to 1, or to 0 without a seat.
    status : (len(FIELDS),) what each field rests on: one of ``STATUSES``.
    """

    central: np.ndarray
    low: np.ndarray
    high: np.ndarray
    seat: np.ndarray
    status: tuple[str, ...] = (OWN,) * len(FIELDS)

    def values(self, at: np.ndarray, given: np.ndarray) -> np.ndarray:
        """(..., len(FIELDS)) field values at quantiles ``at`` of the fields ``given`` (mask), the others central."""
        values = np.where(given, triangular(at, self.low, self.central, self.high), self.central)
        self._keep_shares(values)
        return values

    def _keep_shares(self, values: np.ndarray) -> None:
        """In place: powers of several holders keep their central total; no shares of a whole exceed it."""
        seat, turn, lead = (values[..., k] for k in range(3))
        held = seat + turn + lead
        shared = np.count_nonzero(self.central[POWERS]) > 1
        total = self.central[POWERS].sum() if shared else np.minimum(held, 1.0)
        some = held > 0
        values[..., POWERS] *= np.where(some, total / np.where(some, held, 1.0), 1.0)[..., None]
        values[..., DUES_GDP] = np.minimum(values[..., DUES_GDP], 1.0 - values[..., DUES_HOST])

    def at(self, at: np.ndarray, given: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(..., len(FIELDS)) values and (..., J) seats at quantiles; a seat that holds nothing is no seat."""
        values = self.values(at, given)
        return values, np.where(values[..., SEAT_SHARE, None] > 0, self.seat, 0.0)


@dataclass(frozen=True)
class Recipe:
    """A weighted mix of spreads (often one), ready to give design points."""

    name: str
    parts: tuple[tuple[float, Spread], ...]

    def point(self, quantile: Quantile = None) -> DesignPoint:
        """The design at its central values (None), or each field at a quantile of a triangular distribution.

        quantile : one number for all fields, or field -> number; fields not named keep their central value.
            The distribution runs from low to high and peaks at the central value, which is not its median.
        """
        return self._mixed(*_quantiles(quantile))

    def points(self, quantiles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(R, len(FIELDS)) values and (R, J) seats of ``point`` at R rows of quantiles (R, len(FIELDS)).

        InputError if one of them is no quantile.
        """
        check_quantiles(quantiles)
        given = np.ones(len(FIELDS), dtype=bool)
        if len(self.parts) == 1:
            return self.parts[0][1].at(quantiles, given)
        points = [self._mixed(row, given) for row in quantiles]
        return np.array([point.values for point in points]), np.array([point.seat for point in points])

    def _mixed(self, at: np.ndarray, given: np.ndarray) -> DesignPoint:
        """The blend of the parts, each at these quantiles."""
        points = [(weight, DesignPoint(self.name, *spread.at(at, given))) for weight, spread in self.parts]
        total, mixed = points[0]
        for weight, point in points[1:]:
            total += weight
            mixed = blend(mixed, point, weight / total, self.name)
        return mixed

    def status(self, field: str) -> str:
        """What the number of a field rests on: in a mix, the least sure of its parts."""
        return max((spread.status[FIELD_INDEX[field]] for _, spread in self.parts), key=STATUSES.index)

    def changed(
        self,
        changes: Mapping[str, tuple[float, float, float]],
        seat: np.ndarray | None = None,
        name: str | None = None,
        where: str | None = None,
    ) -> Recipe:
        """The recipe with ranges (central, low, high) of some fields, or the seat, replaced in every part."""
        check_ranges(changes, where)
        parts = tuple((weight, _replaced(spread, changes, seat)) for weight, spread in self.parts)
        for _, spread in parts:
            _check_shares(spread, where)
        label = ",".join(f"{field}={values[0]:g}" for field, values in changes.items())
        return Recipe(name or f"{self.name}@{label}", parts)


def check_ranges(changes: Mapping[str, tuple[float, float, float]], where: str | None = None) -> None:
    """Refuses unknown fields and values outside a field's range, all together."""
    errors = []
    for key, (central, low, high) in changes.items():
        if key not in FIELD_INDEX:
            errors.append(unknown_field(key, where))
            continue
        field = FIELDS[FIELD_INDEX[key]]
        allowed = f"{field.low:g} to {field.high:g} {field.unit}"
        bad = [v for v in dict.fromkeys((low, central, high)) if not field.low <= v <= field.high]
        errors += [InputError("out of range", file=where, key=key, value=v, allowed=allowed) for v in bad]
        if not bad and not low <= central <= high:
            order = "low <= central <= high"
            errors.append(InputError("not in order", file=where, key=key, value=[low, central, high], allowed=order))
    raise_all(errors)


def unknown_field(key: str, where: str | None = None) -> InputError:
    """The error for a design field that does not exist."""
    return InputError(
        "unknown field of a design",
        file=where,
        value=key,
        allowed=", ".join(FIELD_NAMES),
        choices=FIELD_NAMES,
    )


def is_host(name: str, roster: Roster) -> bool:
    """Whether a name is a jurisdiction of the roster."""
    try:
        return roster.find(name) < roster.n_states
    except InputError:
        return False


def find_host(host: str, roster: Roster, where: str) -> int:
    """Index of a jurisdiction that may hold a seat; InputError names the nearest one."""
    if is_host(host, roster):
        return roster.find(host)
    firm = host.lower() in [name.lower() for name in (*roster.firm_ids, *roster.firm_names)]
    raise InputError(
        "a host is missing" if not host else "a firm cannot be the host" if firm else "unknown host",
        key=where,
        value=host or None,
        allowed="a jurisdiction of the roster: " + ", ".join(roster.aliases),
        choices=[*roster.aliases, *roster.ids, *roster.names],
    )


def _replaced(spread: Spread, changes: Mapping[str, tuple[float, float, float]], seat: np.ndarray | None) -> Spread:
    central, low, high = spread.central.copy(), spread.low.copy(), spread.high.copy()
    for key, values in changes.items():
        k = FIELD_INDEX[key]
        central[k], low[k], high[k] = values
    status = tuple(OWN if name in changes else was for name, was in zip(FIELD_NAMES, spread.status, strict=True))
    seat = spread.seat if seat is None else seat
    return replace(spread, central=central, low=low, high=high, seat=seat, status=status)


def _check_shares(spread: Spread, where: str | None) -> None:
    """Shares of one whole must not exceed it, and a seat's share needs a host."""
    errors = []
    for what in (FIELD_NAMES[POWERS], ("dues_host", "dues_gdp")):
        total = sum(spread.central[FIELD_INDEX[name]] for name in what)
        if total > 1 + 1e-9:
            together = " + ".join(what)
            errors.append(
                InputError(
                    "shares of one whole exceed it",
                    file=where,
                    key=together,
                    value=round(float(total), 6),
                    allowed="0 to 1",
                )
            )
    if spread.high[SEAT_SHARE] > 0 and not spread.seat.sum() > 0:
        allowed = "static:<host> or chair:<host> as the base, or seat = {...} in a design file"
        errors.append(InputError("a share for a seat, but no host", file=where, key="seat_share", allowed=allowed))
    raise_all(errors)


def _quantiles(quantile: Quantile) -> tuple[np.ndarray, np.ndarray]:
    """Quantile of every field, and which fields it was given for."""
    at, given = np.full(len(FIELDS), 0.5), np.zeros(len(FIELDS), dtype=bool)
    if quantile is None:
        return at, given
    if not isinstance(quantile, Mapping):
        quantile = dict.fromkeys(FIELD_NAMES, float(quantile))
    for key, value in quantile.items():
        if key not in FIELD_INDEX:
            raise unknown_field(key)
        at[FIELD_INDEX[key]], given[FIELD_INDEX[key]] = value, True
    check_quantiles(at)
    return at, given


def check_quantiles(at: np.ndarray) -> None:
    """InputError unless all quantiles (..., len(FIELDS)) are from 0 to 1."""
    wrong = np.argwhere(~((at >= 0) & (at <= 1)))
    if len(wrong):
        value = float(at[tuple(wrong[0])])
        raise InputError("not a quantile", key=FIELD_NAMES[wrong[0][-1]], value=value, allowed="0 to 1")
