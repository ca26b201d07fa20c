"""The page for users of Mesa: every example gives what the page says."""

import doctest
import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "mesa.md"


def test_the_examples_give_what_the_page_says(capsys):
    blocks = re.findall(r"^```pycon\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    examples = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, PAGE.name, str(PAGE), 0)
    failed, tried = doctest.DocTestRunner().run(examples)
    assert failed == 0, capsys.readouterr().out
    assert tried > 20
