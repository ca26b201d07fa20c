"""The page on other tools: every example gives what the page says."""

import doctest
import re
import warnings
from pathlib import Path

import pytest

pytest.importorskip("SALib")
pytest.importorskip("ema_workbench")

PAGE = Path(__file__).resolve().parents[2] / "docs" / "other-tools.md"


@pytest.mark.filterwarnings("ignore")
def test_the_examples_give_what_the_page_says(capsys):
    blocks = re.findall(r"^```pycon\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    examples = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, PAGE.name, str(PAGE), 0)
    with warnings.catch_warnings():
        failed, tried = doctest.DocTestRunner().run(examples)
    assert failed == 0, capsys.readouterr().out
    assert tried > 25
