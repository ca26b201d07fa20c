"""What makes the page live: the chart library as it was published, and script elements that nothing can end."""

import hashlib
import json
import re
from importlib.resources import files

from hypothesis import given, settings
from hypothesis import strategies as st

from results.page import live

LIBRARY = files("results.page").joinpath("vendor", "echarts")
NASTY = st.text(st.one_of(st.sampled_from("<>&/!-'\"\u2028\u2029script"), st.characters(codec="utf-8")))
JSON = st.recursive(NASTY, lambda inner: st.lists(inner) | st.dictionaries(NASTY, inner), max_leaves=8)


def test_the_chart_library_is_the_file_that_its_readme_names():
    said = re.search(r"`([0-9a-f]{64})`", LIBRARY.joinpath("README.md").read_text(encoding="utf-8"))
    content = LIBRARY.joinpath("echarts.min.js").read_bytes()
    assert said is not None and hashlib.sha256(content).hexdigest() == said[1]
    assert b"Licensed to the Apache Software Foundation" in content[:200]


def test_the_licences_of_the_library_stand_in_the_page_before_it():
    _, licence, library, *own = live.scripts({})
    assert licence.attributes["type"] == "text/plain"
    for words in ("Copyright 2017-2026 The Apache Software Foundation", "Apache License", "Mike Bostock"):
        assert words in licence.text
    assert library.text == LIBRARY.joinpath("echarts.min.js").read_text(encoding="utf-8")
    assert own and not library.attributes


@settings(max_examples=40)  # each takes the library along
@given(st.dictionaries(NASTY, JSON, max_size=4))
def test_data_can_end_no_script_element_and_read_back_the_same(data):
    text = live.scripts(data)[0].text
    assert not re.search(r"[<>&\u2028\u2029]", text)
    assert json.loads(text) == data


def test_the_scripts_share_one_scope_and_say_every_name_once():
    own = live.scripts({})[3:]
    names = [
        name for one in own for name in re.findall(r"^(?:async )?(?:function|const|let) (\w+)", one.text, re.MULTILINE)
    ]
    assert len(names) > 50
    assert sorted(names) == sorted(set(names))


def test_nothing_of_ours_asks_for_anything_outside_or_makes_html_of_text():
    own = "\n".join(one.text for one in live.scripts({})[3:]) + live.styles()
    found = re.findall(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|fetch\(|https?:|url\(|@import", own
    )
    assert found == []
