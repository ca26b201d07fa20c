"""What the tests of evidence rows do alike: the check of each row of a file, and short paired runs."""

import csv

import numpy as np

from results.studies.evidence import table
from results.studies.evidence.measure import Task, perform
from results.studies.evidence.reasons import BASE


def ids(name):
    """Ids of the rows in a file of rows."""
    with (table.FOLDER / name).open(encoding="utf-8", newline="") as rows:
        return [row["id"] for row in csv.DictReader(rows)]


def check_row(key, checks, stored, short):
    """The unit check (``check_<id>`` in ``checks``) of a row that is not emergent, and what is stored about any row."""
    check = checks.get(f"check_{key.lower()}")
    assert check is not None or table.rows()[key].kind == table.EMERGENT
    if check is not None:
        check(short)
    stored(key)


def differs(short, left, right, quantity, months=24, replicates=3):
    """Mean of right less left over a few short replicates of the teaching roster."""
    values = [[perform(Task(short(at, months), r, (quantity,)))[0] for r in range(replicates)] for at in (left, right)]
    return float(np.nanmean(np.subtract(values[1], values[0])))


def numbers(short, names, months=24):
    """Numbers of one short run of the teaching roster."""
    return dict(zip(names, perform(Task(short(BASE, months), 0, tuple(names))), strict=True))
