"""A scenario as a short text that fits into an address: ``link:`` and letters, digits, '-' and '_'.

The text holds what differs from a scenario without settings: canonical JSON, compressed with a dictionary of the words
that scenarios are made of, in base64url, after a letter for the version and before a check sum. Nothing that a link
holds names a file: it may come from anybody.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Iterator
from typing import Any

from scenarios.incoming import json_of
from scenarios.rosters import list_rosters
from sim.errors import InputError, raise_all

PREFIX = "link:"
VERSION = "A"  # of the words below and of what a scenario is without settings: another letter when either changes
SUM = 6  # characters of the check sum
LONGEST_LINK = 60_000  # characters
LARGEST = 400_000  # bytes of what a link may unfold to
# The later a word stands, the shorter it becomes.
WORDS = (
    b'"replace":{"file":"note":"unit","share","why":"smallest":"against":"beyond":"sign":"quarter","half",'
    b'"category":"firms":[{"firm_id":"institutes":[{"founded":"staff":"budget_usd_m_year_approx":"readiness":'
    b'"cooperation":"member_from":"jurisdictions":[{"jurisdiction_id":"alias":"region":"gdp_2023_usd_bn":'
    b'"pairs":[{"rivalry":"fora":"data_flow":"ties":[{"type":"remove":[true,"add":["roster_changes":{'
    b'"research","exchange","harmonising","guidelines","testing","compute","expectations":[{"evidence":["W'
    b'"method":"sobol","halton","grid","lhs","list","points":"keep":["sweep":{"decisions":[{"act":"choice":false,'
    b'"join","deal","share","pace","consent","item":"parameter":"design":"later":[{"date":"20'
    b'"setup_months":"prior":"ranges","posterior":"start":"origin","observed","roster":"teaching","adopt":"2026-01",'
    b'"end":"2030-12","seed":"replicates":"outcomes":["members","harm","influence_gini","incident_response_days",'
    b'"multi_year_completion","sensitive_pooled","members_without_institute","regions",'
    b'"none","adhoc","rotating","support","static:US","static:UK","static:Singapore","static:Switzerland",'
    b'"igo:OECD","igo:UN","fastlane:OECD","chair:Switzerland"],"designs":["overlap":"dialogue_rate":"control_rate":'
    b'"zero_sum":"difficulty":"incident_rate":"capability_growth":"polarisation":"us_engagement":[0.'
    b'"parameters":{},"uncertainties":{"partner":"China","size":0.'
    b'"kind":"election","policy_shock","export_control","dialogue","incident","salience","founding","exit",'
    b'"capability","lead","rival_network","entry","admission_vote","host_exit","funding","merger","government",'
    b'"events":[{"actor":"US","date":"2027-01","description":"Assumed: "title":"name":"'
)


def is_link(text: str) -> bool:
    """Whether a text is meant as a link."""
    return text.startswith(PREFIX)


# ---- writing ----------
def link_of(content: dict[str, Any], defaults: dict[str, Any]) -> str:
    """The link of a scenario's plain values.

    defaults : those of a scenario without settings.
    InputError(s) for a scenario that names files: what they hold is not in a link.
    """
    check_no_files(content)
    return packed({key: value for key, value in content.items() if key not in defaults or defaults[key] != value})


def packed(content: dict[str, Any], prefix: str = PREFIX) -> str:
    """Plain values as a short text; InputError if it is too long. ``prefix``: what kind of link it is."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, WORDS)
    small = packer.compress(text.encode()) + packer.flush()
    body = VERSION + base64.urlsafe_b64encode(small).decode().rstrip("=")
    if len(body) > LONGEST_LINK:
        allowed = f"at most {LONGEST_LINK} characters: share the file itself"
        raise InputError("too long for a link", value=len(body), allowed=allowed)
    return f"{prefix}{body}{_sum(body)}"


def _sum(body: str) -> str:
    """A check sum: it finds what was cut off or typed wrongly, and is no seal."""
    return base64.urlsafe_b64encode(hashlib.sha256(body.encode()).digest()).decode()[:SUM]


# ---- reading ----------
def content_of(link: str) -> dict[str, Any]:
    """The plain values that a link holds; InputError if it is none, is damaged, or names files."""
    content = unpacked(link)
    check_no_files(content)
    return content


def unpacked(link: str, prefix: str = PREFIX) -> dict[str, Any]:
    """The plain values that a link of this kind holds; InputError if it is none or is damaged."""
    if not link.startswith(prefix):
        raise _wrong("not a link")
    body, given = link[len(prefix) : -SUM], link[-SUM:]
    if len(link) > LONGEST_LINK + len(prefix) + SUM:
        raise _wrong("too long")
    if not body.isascii() or len(link) < len(PREFIX) + SUM + 2:
        raise _wrong("not a link")
    if _sum(body) != given:
        raise _wrong("the link is damaged: its check sum is another (was it cut off?)")
    if body[0] != VERSION:
        problem = "the link was made by another version of Entente"
        raise InputError(problem, key="link", value=body[0], allowed=f"a link of version {VERSION}")
    content = json_of(_unpacked(body[1:]), "the link")
    if not isinstance(content, dict):
        raise _wrong("not a scenario")
    return content


def _wrong(problem: str) -> InputError:
    return InputError(problem, key="link", allowed="what `entente scenarios link` prints, whole")


def _unpacked(body: str) -> str:
    unpacker = zlib.decompressobj(-15, WORDS)
    try:
        packed = base64.b64decode(body + "=" * (-len(body) % 4), b"-_", validate=True)
        text = unpacker.decompress(packed, LARGEST).decode()
    except (binascii.Error, zlib.error, UnicodeDecodeError, ValueError):
        raise _wrong("not a link") from None
    if not unpacker.eof:
        raise _wrong("not a link, or one that unfolds to too much")
    return text


# ---- files ----------
def check_no_files(content: dict[str, Any]) -> None:
    """InputError(s) for every file or folder that a scenario's plain values name."""
    allowed = "a scenario that names no file: what files hold is not in a link; share the files with the scenario"
    raise_all(
        [InputError(f"{what} of your own", key=key, value=value, allowed=allowed)
         for key, value, what in _files(content, list_rosters())]
    )  # fmt: skip


def _files(content: dict[str, Any], rosters: list[str]) -> Iterator[tuple[str, str, str]]:
    """Key, value and kind of all that names a file."""
    if (roster := content.get("roster", "real")) not in rosters:
        yield "roster", str(roster), "a roster"
    if content.get("posterior"):
        yield "posterior", str(content["posterior"]), "a posterior"
    if content.get("rules"):
        rules = content["rules"]
        yield "rules.file", str(rules.get("file") if isinstance(rules, dict) else rules), "rules"
    for key in ("designs", "later", "events", "decisions", "expectations", "sweep"):
        for path, text in _texts(content.get(key), key):
            if path.rpartition(".")[2] not in ("note", "why") and _names_file(text):
                yield path, text, "a file"


def _names_file(text: str) -> bool:
    return any(end in text.lower() for end in (".toml", ".csv", ".parquet"))


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every text in a value, and where it stands."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for k, inner in enumerate(value, 1):
            yield from _texts(inner, f"{path}[{k}]")
