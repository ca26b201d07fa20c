"""What a notebook is given: whole HTML, nothing that runs or is fetched, every text as it is."""

import re
from html.parser import HTMLParser

from hypothesis import example, given
from hypothesis import strategies as st

from results.inline import html as inline
from results.inline.html import MOST, Shown, html
from results.inline.pictures import Bar, bars

TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cf")), max_size=30)
NASTY = "</td><script>alert(1)</script>&amp;\"'`${x}<style>*{display:none}</style>"


class Page(HTMLParser):
    """Elements that are open, those that were seen, and the texts in them."""

    VOID = ("meta", "link", "br", "hr", "img", "input", "use", "path", "rect")

    def __init__(self, text):
        super().__init__()
        self.open, self.seen, self.texts, self.attributes = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.seen.append(tag)
        self.attributes += attributes
        self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.seen.append(tag)
        self.attributes += attributes

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))


def check(text):
    """It is one element, closes what it opens, and neither runs nor fetches anything."""
    page = Page(text)
    assert page.open == [] and page.seen[0] == "div"
    assert not {"script", "iframe", "link", "img", "object", "embed"} & set(page.seen)
    names = [name for name, _ in page.attributes]
    assert not [name for name in names if name.startswith("on")]
    links = [value for name, value in page.attributes if name in ("href", "src", "xlink:href")]
    assert all(value.startswith("#") for value in links)
    assert len(text.encode()) < 300_000
    return page


@given(TEXTS, st.lists(st.lists(TEXTS, min_size=2, max_size=2), max_size=4))
@example(NASTY, [[NASTY, NASTY]])
def test_every_text_stands_as_it_is(title, rows):
    page = check(html(Shown(title, [title], ["a", title], rows, title, notes=[title])))
    cells = "".join(data for tag, data in page.texts if tag == "td")
    assert cells == "".join(cell for row in rows for cell in row)
    assert page.seen.count("td") == 2 * len(rows) and page.seen.count("style") == 1


def test_the_style_holds_for_itself_only():
    rules = re.findall(r"([^{}]+)\{", inline._STYLE)
    assert rules and all(part.strip().startswith(".entente-out") for rule in rules for part in rule.split(","))
    assert not re.search(r"(?<![-\w])color:\s*(#|rgb)", inline._STYLE)  # letters take the colour of the page


def test_rows_that_are_not_shown_are_counted():
    page = Page(html(Shown("t", heads=["a"], rows=[[str(k)] for k in range(MOST + 7)])))
    assert page.seen.count("tr") == 1 + MOST
    assert any("and 7 more" in data for _, data in page.texts)


def test_bars_are_the_same_bytes_and_say_their_numbers():
    rows = [Bar(NASTY, -1.0, 0.5, 2.0), Bar("b", 0.0, 1.0, 1.0)]
    one, two = (bars(rows, "states", "bars", "Title", "Caption", zero=True) for _ in range(2))
    assert one == two
    assert "b 1 (0 to 1)" in one.alt
    assert "<script" not in one.svg
    assert bars([], "states", "bars", "Title", "Caption") is None
