"""Drawing has settings of its own, gives the caller's back, and is the same from several threads."""

from concurrent.futures import ThreadPoolExecutor

import matplotlib as mpl
import pytest

from results.comparison import compare
from results.drawing import draw
from results.figures import style
from results.page.report import build_report
from tests.results import synthetic


@pytest.fixture(scope="module")
def runs():
    return synthetic.runs(4, ("adhoc", "rotating"))


@pytest.fixture(scope="module")
def comparison(runs):
    return compare(runs, outcomes=synthetic.OUTCOMES)


@pytest.fixture(scope="module")
def alone(runs, comparison, tmp_path_factory):
    folder = tmp_path_factory.mktemp("alone")
    draw(runs, comparison, folder)
    return contents(folder)


def contents(folder):
    """The drawings; not the list of them, which goes with a report."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix != ".json"}


OWN = {
    "text.usetex": True,
    "lines.linewidth": 9.0,
    "axes.facecolor": "black",
    "savefig.dpi": 20.0,
    "figure.dpi": 300.0,
    "svg.fonttype": "path",
    "font.family": ["serif"],
    "axes.formatter.use_mathtext": True,
}


def test_the_callers_settings_change_no_figure_and_come_back(runs, comparison, alone, tmp_path):
    with mpl.rc_context(OWN):
        before = dict(mpl.rcParams)
        draw(runs, comparison, tmp_path)
        assert dict(mpl.rcParams) == before
    assert contents(tmp_path) == alone


def test_the_settings_come_back_after_a_failure():
    before = dict(mpl.rcParams)
    with pytest.raises(ZeroDivisionError), style.house_style():
        raise ZeroDivisionError
    assert dict(mpl.rcParams) == before


def test_the_backend_stays():
    with mpl.rc_context():
        mpl.use("svg")
        with style.house_style():
            style.canvas(1, 1)
        assert mpl.get_backend() == "svg"
        mpl.use("agg")


@pytest.mark.slow
def test_four_reports_at_once_are_those_made_alone_and_leave_the_settings(runs, comparison, alone, tmp_path):
    folders = [tmp_path / str(k) / "run" for k in range(4)]
    for folder in folders:
        folder.mkdir(parents=True)
    before = dict(mpl.rcParams)
    with ThreadPoolExecutor(4) as threads:
        pages = list(threads.map(lambda folder: build_report(runs, comparison, folder).read_bytes(), folders))
    assert dict(mpl.rcParams) == before
    assert len(set(pages)) == 1
    assert all(contents(folder / "figures") == alone for folder in folders)
