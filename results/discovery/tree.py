"""A small decision tree of who wins (CART, by scikit-learn), in words, and what it is worth on held-out futures.

Its depth (0 to 3) is the one whose forecasts are best in a cross-validation over the points that made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from results.discovery.chance import alike
from results.discovery.inputs import Input
from results.discovery.sample import Sample
from results.robust.clusters import share_of

DEEPEST = 3
LEAF = 0.05  # of the futures, in a leaf
FOLDS = 5


@dataclass(frozen=True)
class Leaf:
    """One leaf: its conditions as (input, low, high), and in what share of its held-out futures the design wins."""

    conditions: tuple[tuple[str, float | None, float | None], ...]
    trained: float
    share: float
    low: float
    high: float
    futures: int


@dataclass(frozen=True)
class Tree:
    """The tree. skill : share of the variance of the winner that it explains on held-out futures (1 - Brier / base)."""

    depth: int
    leaves: tuple[Leaf, ...]
    skill: float
    base: float


@dataclass(frozen=True, eq=False)
class Held:
    """(N,) which futures are held out, and of which point each is; how alike the futures of one point are."""

    held: np.ndarray
    point: np.ndarray
    alike: float


def grow(sample: Sample, inputs: Sequence[Input], winner: int) -> Tree:
    """The tree of the futures in which a design (0: the first, 1: the second) wins, those that lie in ties left out."""
    decided = sample.lead != 0
    x, y, point = sample.x[decided], sample.wins(winner)[decided], sample.point[decided]
    held = sample.held[decided]
    depth = _depth(x[~held], y[~held], point[~held])
    base = float(y[held].mean()) if held.any() else float("nan")
    if depth == 0:
        return Tree(0, (), 0.0, base)
    model = _model(depth).fit(x[~held], y[~held])
    forecast = _chance(model, x[held])
    expected = float(y[~held].mean())
    skill = 1 - float(np.mean((forecast - y[held]) ** 2)) / max(1e-12, float(np.mean((expected - y[held]) ** 2)))
    return Tree(depth, _leaves(model.tree_, x, y, Held(held, point, alike(sample, winner)), inputs), skill, base)


def _model(depth: int) -> Any:
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(max_depth=depth, min_samples_leaf=LEAF, random_state=0)


def _chance(model: Any, x: np.ndarray) -> np.ndarray:
    """(N,) forecast that the design wins."""
    if len(model.classes_) == 1:
        return np.full(len(x), float(model.classes_[0]))
    return np.asarray(model.predict_proba(x)[:, 1])


def _depth(x: np.ndarray, y: np.ndarray, point: np.ndarray) -> int:
    """The depth with the least squared error of its forecasts over folds of points; 0: none is better than the mean."""
    if y.all() or not y.any():
        return 0
    fold = np.unique(point, return_inverse=True)[1] % FOLDS
    errors = np.zeros(DEEPEST + 1)
    for k in range(FOLDS):
        out = fold == k
        if not out.any() or out.all():
            continue
        errors[0] += float(((y[~out].mean() - y[out]) ** 2).sum())
        for depth in range(1, DEEPEST + 1):
            errors[depth] += float(((_chance(_model(depth).fit(x[~out], y[~out]), x[out]) - y[out]) ** 2).sum())
    return int(np.argmin(errors))


def _leaves(tree: Any, x: np.ndarray, y: np.ndarray, held: Held, inputs: Sequence[Input]) -> tuple[Leaf, ...]:
    """Leaves, those in which the design wins most often first."""
    found: list[Leaf] = []

    def walk(node: int, bounds: dict[int, tuple[float | None, float | None]], within: np.ndarray) -> None:
        if tree.children_left[node] == -1:
            found.append(_leaf(bounds, y, within, held, inputs))
            return
        k, cut = int(tree.feature[node]), float(tree.threshold[node])
        low, high = bounds.get(k, (None, None))
        below = within & (x[:, k].astype(np.float32) <= cut)
        walk(int(tree.children_left[node]), bounds | {k: (low, cut)}, below)
        walk(int(tree.children_right[node]), bounds | {k: (cut, high)}, within & ~below)

    walk(0, {}, np.ones(len(x), dtype=bool))
    return tuple(sorted(found, key=lambda leaf: -leaf.trained))


def _leaf(
    bounds: dict[int, tuple[float | None, float | None]], y: np.ndarray, within: np.ndarray, held: Held,
    inputs: Sequence[Input],
) -> Leaf:  # fmt: skip
    there, trained = within & held.held, within & ~held.held
    share, low, high = share_of(y[there], held.point[there], held.alike)
    conditions = tuple((inputs[k].name, *ends) for k, ends in sorted(bounds.items()))
    return Leaf(conditions, float(y[trained].mean()), share, low, high, int(there.sum()))
