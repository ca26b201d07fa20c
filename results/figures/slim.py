"""SVG as an element of a page, without what nobody sees: a report holds some forty drawings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_TAG = re.compile(r"<[^>]*>")
_REFERENCE = re.compile(r'(?:href="#|url\(#)([^")]*)')


def in_tags(svg: str, change: Callable[[str], str]) -> str:
    """An SVG whose tags are changed and whose texts are left alone: a name may look like anything."""
    return _TAG.sub(lambda found: change(found[0]), svg)


def slim(svg: str, fonts: str) -> str:
    """The same drawing in fewer bytes.

    Left out: blanks between tags, ids that nothing refers to, turns by nothing, groups that say nothing, fractions of
    a hundredth of a point, and the fonts where they are ``fonts``, which the element around it has to name.
    """
    used = {name for tag in _TAG.findall(svg) for name in _REFERENCE.findall(tag)}
    svg = re.sub(r">\s*\n\s*<", "><", in_tags(svg, lambda tag: _slim(tag, used, fonts)))
    return "".join(_without_bare_groups(svg))


def _slim(tag: str, used: set[str], fonts: str) -> str:
    tag = re.sub(r"\s*\n\s*", " ", tag)
    tag = re.sub(r' id="([^"]*)"', lambda own: own[0] if own[1] in used else "", tag)
    tag = re.sub(r' transform="rotate\(-?0 [^"]*"', "", tag.replace(f" font-family: {fonts};", ""))
    return re.sub(r'(?<= )(?:d|x|y)="[^"]*"', lambda found: re.sub(r"-?\d+\.\d{3,}", _rounded, found[0]), tag)


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def _without_bare_groups(svg: str) -> Iterator[str]:
    """The parts of an SVG; groups without attributes are left out, not what they hold."""
    bare: list[bool] = []
    for part in re.split(r"(<[^>]*>)", svg):
        if part == "<g/>":
            continue
        if part == "</g>":
            if bare.pop():
                continue
        elif re.match(r"<g[ >]", part) and not part.endswith("/>"):
            bare.append(part == "<g>")
            if bare[-1]:
                continue
        yield part
