"""Words of the page: those that a reader asked for are there, each once, in order."""

from results.play.glossary import terms
from sim.catalogue import CASE_KINDS


def test_words_are_there_once_and_in_order():
    words = [term.word for term in terms()]
    assert words == sorted(words, key=str.lower) and len(set(words)) == len(words)
    for asked in ("Gini", "Index", "Utility", "Openness", "Handover", "Secretariat", "Simulated"):
        assert any(word.startswith(asked) for word in words)
    assert all(term.meaning.endswith(".") for term in terms())


def test_each_kind_of_case_is_named():
    (case,) = [term.meaning for term in terms() if term.word == "Case"]
    assert all(kind.name in case for kind in CASE_KINDS)
