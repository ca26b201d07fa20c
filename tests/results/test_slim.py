"""A drawing in a page is the same drawing as in its file, in fewer bytes."""

import re

from hypothesis import given
from hypothesis import strategies as st

from results.figures.slim import slim

FONTS = "'DejaVu Sans', serif"
DRAWING = """<g id="figure">
 <g id="line"><defs>
   <path id="m1" d="M 0.123456 0
L 0 -2.5004
" style="stroke: #000"/>
  </defs>
  <g clip-path="url(#c1)"><use href="#m1" x="99.855464" y="1e-05"/></g></g>
 <g id="text"><g/>
  <text style="font-size: 6px; font-family: 'DejaVu Sans', serif; fill: #000" x="1" transform="rotate(-0 1 2)">%s</text>
  <text style="font-family: Other" transform="rotate(-90 1 2)">b</text>
 </g>
</g><clipPath id="c1"><path d="M 1 1"/></clipPath></svg>"""


def test_nothing_is_left_out_that_is_seen():
    assert slim(DRAWING % "a", FONTS) == (
        '<defs><path id="m1" d="M 0.12 0 L 0 -2.5 " style="stroke: #000"/></defs>'
        '<g clip-path="url(#c1)"><use href="#m1" x="99.86" y="1e-05"/></g>'
        '<text style="font-size: 6px; fill: #000" x="1">a</text>'
        '<text style="font-family: Other" transform="rotate(-90 1 2)">b</text>'
        '<clipPath id="c1"><path d="M 1 1"/></clipPath></svg>'
    )


@given(st.text(st.sampled_from('g<>/ "#=.d0123456789 id rotate(-0'), min_size=1).filter(lambda text: text.strip()))
def test_texts_are_left_alone(text):
    escaped = text.replace("<", "&lt;").replace(">", "&gt;")
    found = re.search(r'x="1">(.*?)</text>', slim(DRAWING % escaped, FONTS))
    assert found is not None and found[1] == escaped
