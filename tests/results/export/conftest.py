"""A small comparison with its swapped runs, and a small sweep, as they are exported."""

import pytest

import entente
from results.export import of_comparison, of_sweep, origin
from results.export.source import Source
from scenarios.manifest import manifest_of
from tests.scenarios.sweeping import TOML


@pytest.fixture(scope="session")
def compared():
    found = entente.compare("adhoc,rotating,igo:OECD", "teaching", months=8, replicates=4, workers=1)
    found.make_swaps(workers=1)
    return found


@pytest.fixture(scope="session")
def tables(compared):
    return of_comparison.tables(Source(compared.runs, compared.comparison, compared.swaps))


@pytest.fixture(scope="session")
def made(compared):
    return origin.of_comparison(manifest_of(compared.runs, "entente compare"))


@pytest.fixture(scope="session")
def swept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sweep")
    (folder / "small.toml").write_text(TOML)
    return entente.sweep(folder / "small.toml", folder / "out", workers=1)


@pytest.fixture(scope="session")
def sweep_tables(swept):
    return of_sweep.tables(swept.folder, swept.manifest)
