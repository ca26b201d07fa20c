"""Every field of the world: name, shape, type, unit, meaning, and the phases that write it.

Shapes: J jurisdictions, F firms, N = J + F nodes, K themes, Q categories, P parameters, B fields of a design, D
designs, V kinds of case, W words of 64 nodes, S steps of reach, T months, A series, Z series of a state; C cases, L
lines of the log of ties, I incidents, E events: room in the logs; R ties at the start, Y dated facts, U changes of
size, G events of the scenario, X forced decisions; J1 = J + 1, N1 = N + 1, NJ = N x J, JJ = J x J, H pairs of states, M pairs of nodes. A
field without a shape is a single number. Phases are those of ``sim.phases``; 'casework' is the work of the month, after
them; 'all' is any of them, 'given' comes from the configuration and is the same in all runs, 'setup' is written once,
'scratch' is room for a phase, 'cache' is shared by the designs of a replicate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

FLOAT, WHOLE, FLAG, HASH = np.float64, np.int64, np.bool_, np.uint64
TYPES, NODE, MONTH, SET, COUNT = np.int16, np.int16, np.int32, np.int16, np.int16  # small, as tables of pairs are large
NO_MONTH = -(2**31)  # in which nothing is cached

CASE = np.dtype(
    [
        ("number", np.int64),
        ("kind", np.int64),  # index in catalogue.CASE_KINDS
        ("theme", np.int64),  # index in catalogue.THEMES, -1 if none
        ("opener", np.int64),  # node, -1 for the secretariat itself
        ("opened", np.float64),  # months since June 2023, as all times
        ("started", np.float64),  # NaN until work began
        ("finished", np.float64),  # NaN while open
        ("withdrawn", np.float64),  # NaN unless withdrawn
        ("work", np.float64),  # staff-months at nominal speed
        ("restarts", np.int64),  # handovers that made it repeat work
        ("wait", np.float64),  # months before work may start: approvals, or the fast lane's whole time
        ("fast", np.bool_),
        ("item", np.int64),  # tier of an admission, incident of a response
        ("remaining", np.float64),  # staff-months, as of the end of the last stint
        ("secured", np.float64),  # what remained after the last handover (at first all)
        ("handed", np.float64),  # month of the last handover that it went through
        ("ordinal", np.int64),  # its place among those of its month, for draws
        ("nominal", np.float64),  # months that it was to take when it was opened
        ("sponsor", np.int64),  # node that stands behind a project, -1 if none
        ("attention", np.float64),  # least share of the agenda that its theme has had since it was opened
        ("cause", np.int64),  # why it ended without a result: index in catalogue.CAUSES
        ("busy", np.float64),  # months at a post since cases were last settled
        # of the compiled queue only
        ("state", np.int64),
        ("due", np.float64),  # end of the approvals or of the stint; infinite while nothing is to come by itself
        ("since", np.float64),  # start of the stint
        ("speed", np.float64),  # of the stint
        ("done", np.bool_),  # whether the work is done with the stint
        ("span", np.float64),  # months that the stint was to take
    ],
    align=True,
)


@dataclass(frozen=True)
class Field:
    """One field. ``shape``: letters with spaces between; None for a single number."""

    name: str
    shape: str | None
    dtype: np.dtype
    unit: str
    meaning: str
    phase: str

    @property
    def dims(self) -> int:
        """Number of its dimensions."""
        return len((self.shape or "").split())

    def empty(self, sizes: Mapping[str, int]) -> np.ndarray:
        """An array of it, for a world of these sizes."""
        return np.zeros(shape_of(self.shape, sizes), dtype=self.dtype)


def shape_of(shape: str | None, sizes: Mapping[str, int]) -> tuple[int, ...]:
    """A shape's letters as numbers."""
    return tuple(sizes[part] if part in sizes else int(part) for part in (shape or "").split())


def _f(name: str, shape: str | None, dtype: Any, unit: str, meaning: str, phase: str) -> Field:
    return Field(name, shape, np.dtype(dtype), unit, meaning, phase)


FIELDS = (
    # ---- given: the roster and the calendar ----
    _f("key", "N", HASH, "hash", "key of each actor, for draws", "given"),
    _f("by_key", "J", WHOLE, "node", "offices in the order of their keys", "given"),
    _f("gdp", "J", FLOAT, "billion dollars", "GDP", "given"),
    _f("region", "J", WHOLE, "index", "region of the world", "given"),
    _f("cooperation", "J", FLOAT, "0 to 1", "cooperation on AI so far; NaN unknown", "given"),
    _f("readiness", "J", FLOAT, "0 to 1", "readiness, for security; NaN unknown", "given"),
    _f("staff", "J", FLOAT, "heads", "staff of the institute; NaN unknown", "given"),
    _f("budget", "J", FLOAT, "million dollars a year", "budget of the institute; NaN unknown", "given"),
    _f("size_month", "U", WHOLE, "month", "changes of size on record, in order", "given"),
    _f("size_state", "U", WHOLE, "node", "whose institute", "given"),
    _f("size_staff", "U", FLOAT, "heads", "its staff from then on; NaN not on record", "given"),
    _f("size_budget", "U", FLOAT, "million dollars a year", "its budget from then on; NaN not on record", "given"),
    _f("size_share", "U", FLOAT, "share", "its size against before, where neither is on record, else 1", "given"),
    _f("frontier_from", "F", WHOLE, "month", "it is a frontier firm from here", "given"),
    _f("frontier_until", "F", WHOLE, "month", "it no longer is from here", "given"),
    _f("safety_index", "F", FLOAT, "0 to 1", "index of a firm's safety; NaN unknown", "given"),
    _f("start_status", "J", WHOLE, "0, 1, 2", "office in the month before the first", "given"),
    _f("acting_from", "J", WHOLE, "month", "an acting office opens", "given"),
    _f("founded", "J", WHOLE, "month", "an institute opens", "given"),
    _f("member_from", "J", WHOLE, "month", "entry into the network on record", "given"),
    _f("statutory", "N", FLAG, "", "statutory powers over firms", "given"),
    _f("home", "N", WHOLE, "node", "jurisdiction of each node", "given"),
    _f("roster_rivalry", "J J", FLOAT, "0 to 1", "rivalry on record", "given"),
    _f("legal", "N N", FLOAT, "0 to 1", "compatibility of laws on data", "given"),
    _f("fora", "N N", FLOAT, "0 to 1", "shared fora", "given"),
    _f("start_ties", "R 4", WHOLE, "", "ties at the start: a, b, type, month signed", "given"),
    _f("regime", "J", WHOLE, "index", "how leadership changes (sim.catalogue.GOVERNMENTS)", "given"),
    _f("term", "J", WHOLE, "months", "term of a government", "given"),
    _f("known_change", "J", WHOLE, "month", "a known end of a term, NEVER if none is known", "given"),
    _f("pledged", "J", FLOAT, "0 to 1", "share of pledges on AI safety that a state has made", "given"),
    _f("developing", "J", FLAG, "", "developing economies", "given"),
    _f("last_summit", None, WHOLE, "month", "last summit on record, NEVER without any", "given"),
    _f("fact_month", "Y", WHOLE, "month", "dated facts that act or are told, in order", "given"),
    _f("fact_kind", "Y", WHOLE, "index", "kind of fact (sim.catalogue.FACTS)", "given"),
    _f("fact_actor", "Y", WHOLE, "node", "whom it concerns", "given"),
    _f("fact_size", "Y", FLOAT, "openness", "what it moves openness by, or sets it to; NaN: drawn", "given"),
    _f("fact_parameter", "Y", WHOLE, "index", "the parameter that sizes it instead, -1 if none", "given"),
    _f("fact_guests", "Y J", FLAG, "", "who comes to it, beside the network", "given"),
    _f("fact_number", "Y", WHOLE, "row", "its place in the roster's events", "given"),
    _f("event_month", "G", WHOLE, "month", "a scenario's events, in order", "given"),
    _f("event_kind", "G", WHOLE, "index", "kind of event (sim.config)", "given"),
    _f("event_actor", "G", WHOLE, "node", "its actor", "given"),
    _f("event_partner", "G", WHOLE, "node", "its partner", "given"),
    _f("event_size", "G", FLOAT, "", "its size", "given"),
    _f("event_parameter", "G", WHOLE, "index", "the parameter that it changes, -1 if none", "given"),
    _f("forced", "X 6", WHOLE, "", "forced decisions; columns stand in sim.rules.forcing", "given"),
    _f("offices", None, WHOLE, "", "J", "given"),
    _f("firms", None, WHOLE, "", "F", "given"),
    _f("nodes", None, WHOLE, "", "N", "given"),
    _f("first", None, WHOLE, "month", "first simulated month", "given"),
    _f("months", None, WHOLE, "", "number of simulated months", "given"),
    _f("adopt", None, WHOLE, "month", "the design is decided", "given"),
    _f("reviews_from", None, WHOLE, "month", "membership is reviewed from here", "given"),
    _f("replay_until", None, WHOLE, "month", "dated facts are replayed until here", "given"),
    # ---- the run ----
    _f("stream", None, HASH, "hash", "start of the draws of the run", "setup"),
    _f("p", "P", FLOAT, "", "parameters", "shocks"),
    _f("designs", "D B", FLOAT, "", "designs: that at the start, then those decided", "setup"),
    _f("seats", "D J", FLOAT, "share", "their seats", "setup"),
    _f("works_from", "D", WHOLE, "month", "first month of each", "setup"),
    _f("window", None, WHOLE, "", "windows of lasting traits that are over", "shocks"),
    _f("practice", "2 N Q", FLOAT, "standard deviations", "lasting trait: how each leans to sending a category; of this window and the next", "shocks"),
    _f("leaning", "N Q", FLOAT, "utility", "the same this month", "shocks"),
    _f("old_part", None, FLOAT, "0 to 1", "weight of the present window's traits", "shocks"),
    _f("new_part", None, FLOAT, "0 to 1", "weight of the next window's traits", "shocks"),
    _f("month", None, WHOLE, "month", "the present month, counted from June 2023", "casework"),
    # ---- states ----
    _f("stake", "J", FLOAT, "1 at 2000 billion dollars", "stake in AI safety, by GDP", "setup"),
    _f("preference", "J K", FLOAT, "share", "preferences over themes", "setup"),
    _f("openness", "N", FLOAT, "0.1 to 1.8", "openness to cooperation", "shocks"),
    _f("will", "J", FLOAT, "standard deviations", "lasting trait: how a state leans to the network, as the present window began", "shocks, states"),
    _f("turned", "J", FLAG, "", "its government has turned less open this month", "shocks"),
    _f("review", "J", WHOLE, "0 to 11", "month of the year of the membership review", "shocks, membership"),
    _f("eligible", "J", FLOAT, "0 to 1", "own draw: readiness to apply without an office", "setup"),
    _f("partner_draw", "J", FLOAT, "0 to 1", "own draw: whether the partner tier is open", "setup"),
    _f("turn_order", "J", FLOAT, "0 to 1", "own draw: order of turns of the chair", "setup"),
    _f("next_change", "J", WHOLE, "month", "next end of a government's term", "shocks"),
    _f("occasion", "J", FLAG, "", "attends a summit or a meeting of the network this month", "shocks"),
    _f("lead", "J", FLOAT, "0 to 1", "decisive lead over all others (C12)", "shocks, states"),
    _f("behind", "J", FLOAT, "share", "set back by export controls (C2)", "shocks, states"),
    _f("rival_network", "J", FLOAT, "utility", "utility of a rival network (W27)", "shocks"),
    # ---- offices ----
    _f("status", "J", WHOLE, "0, 1, 2", "no office, acting office, institute", "shocks, states"),
    _f("institute_since", "J", WHOLE, "month", "founding of the institute", "shocks, states"),
    _f("funding", "J", FLOAT, "share", "size of the institute against the record, by a scenario's events", "shocks"),
    _f("full_capacity", "J", FLOAT, "mean 1", "capacity as a grown institute", "shocks, states"),
    _f("staffing", "J", FLOAT, "mean 1", "capacity of the office's own staff, as it is", "shocks, states"),
    _f("helped", "J", FLOAT, "mean 1", "capacity added by help", "secretariat"),
    _f("capacity", "N", FLOAT, "mean 1", "capacity of the office as it is", "shocks, states, secretariat"),
    _f("security", "N", FLOAT, "0 to 1", "security against leaks", "setup"),
    _f("knowledge", "J K", FLOAT, "0 to 1", "knowledge by theme", "secretariat, learning"),
    _f("novelty", "J1 J", FLOAT, "0 to 1", "how new to i is what j knows; last row: to a firm", "membership, secretariat"),
    # ---- firms ----
    _f("standing", "F", FLAG, "", "whether it is a frontier firm", "shocks"),
    _f("frontier", None, WHOLE, "", "number of frontier firms", "shocks"),
    _f("home_share", "J", FLOAT, "0 to 1", "share of the frontier firms at home", "shocks"),
    _f("safe", "F", FLAG, "", "whether a firm develops at the safe pace", "shocks, firms"),
    _f("believed_safe", "F", FLOAT, "0 to 1", "what a firm believes of the others' pace", "learning"),
    # ---- pairs ----
    _f("rivalry", "N N", FLOAT, "0 to 1", "rivalry", "shocks, states"),
    _f("rapport", "N N", FLOAT, "standard deviations", "lasting trait: how a pair leans to deals, as the present window began", "shocks"),
    _f("dialogue", "J J", MONTH, "month", "last Track-II dialogue of two states", "shocks, states"),
    _f("trust", "N N", FLOAT, "0 to 1", "belief that the other reciprocates", "shocks, states, secretariat, learning"),
    _f("ties", "N N", TYPES, "bit mask", "types of collaboration held", "shocks, deals"),
    _f("tie_end", "N N", MONTH, "month", "end of the tie's term", "deals"),
    _f("weight", "N", FLOAT, "office = 1", "weight as a partner; 0 without an office", "shocks, states"),
    _f("present", "2 W", HASH, "set", "offices that exist; firms", "shocks, states"),
    _f("within", "N S W", HASH, "set", "who is at most so many steps away (sim.rules.reach)", "shocks, deals"),
    _f("depth", "N", WHOLE, "steps", "steps to the farthest", "shocks, deals"),
    _f("contact", "N N", FLOAT, "0 to 1", "how surely two are in contact", "shocks, states, deals"),
    _f("links", "N W", HASH, "set", "partners, as a set", "shocks, deals"),
    _f("partners", "N N", NODE, "node", "partners in their order, then N", "shocks, deals"),
    _f("degree", "N", WHOLE, "", "number of partners", "shocks, deals"),
    _f("tense", "H", WHOLE, "pair", "tense pairs of states, then -1 (sim.rules.shocks)", "shocks, states"),
    # ---- the network ----
    _f("tier", "J", WHOLE, "0, 1, 2", "not in the network, member, partner", "shocks, states, membership, secretariat"),
    _f("members", "J1", WHOLE, "node", "who is in the network, then J", "shocks, states, membership, secretariat"),
    _f("applied", "J", WHOLE, "case", "open application, -1 if none", "shocks, states, membership, secretariat"),
    _f("ready", "J", WHOLE, "0, 1, 2", "tier for which an application comes to the vote", "shocks, membership, secretariat"),
    _f("rejected", "J", FLAG, "", "was rejected, and nothing has changed since", "shocks, states, membership, secretariat"),
    _f("effort", "J", FLOAT, "capacity", "joint effort", "membership"),
    _f("benefit", "J", FLOAT, "utility", "benefit per unit of joint effort", "states, membership"),
    _f("free", "N", FLOAT, "mean 1", "capacity left for own and bilateral work", "membership"),
    # ---- the secretariat ----
    _f("design", "B", FLOAT, "", "fields of the design in force", "secretariat"),
    _f("seat", "J", FLOAT, "share", "its seat", "secretariat"),
    _f("seated", "J", FLAG, "", "a state of the seat is a full member, or has no seat", "secretariat"),
    _f("neutrality", None, FLOAT, "index 0-1", "how far the seat is seen as impartial, by who holds it", "secretariat"),
    _f("usual_rivalry", None, FLOAT, "0 to 1", "mean rivalry of two states, as in the roster", "setup"),
    _f("findings", "K", FLOAT, "utility", "what casework brings to light a month, by theme", "secretariat"),
    _f("host", "J", FLOAT, "share", "powers of the secretariat held by each", "secretariat"),
    _f("holders", "J1", WHOLE, "node", "who holds any, then J", "secretariat"),
    _f("agenda", "K", FLOAT, "share", "attention to each theme", "secretariat"),
    _f("influence", "J", FLOAT, "share", "influence on the agenda", "secretariat"),
    _f("dues", "J", FLOAT, "utility", "dues of the month", "states, secretariat"),
    _f("arrears_draw", "J", FLOAT, "0 to 1", "own draw: whether it pays its dues", "setup"),
    _f("arrears_since", "J", WHOLE, "month", "month in which it fell behind with dues, NEVER if it pays", "secretariat"),
    _f("cleared", "J", FLOAT, "0 or 1", "cleared for sensitive information", "shocks, states, membership, secretariat"),
    _f("clearing", "J", FLAG, "", "a clearance is under way", "secretariat"),
    _f("helping", "J", FLAG, "", "capacity help is under way", "secretariat"),
    _f("reached", "J", FLOAT, "0 to 1", "how far outreach has drawn a state in", "secretariat"),
    _f("chair", None, WHOLE, "node", "member whose turn it is, -1 if none", "shocks, secretariat"),
    _f("chair_on_record", None, WHOLE, "0, 1", "a dated fact has named a chair", "shocks"),
    _f("led_by_chair", None, WHOLE, "0, 1", "the chair is a Coordinator named by a dated fact: it has the lead", "shocks, secretariat"),
    _f("productivity", None, FLOAT, "0 to 1", "of the secretariat: work finished against planned", "learning"),
    _f("work_planned", None, FLOAT, "staff-months a month", "moving average of work planned", "learning"),
    _f("work_done", None, FLOAT, "staff-months a month", "moving average of work done", "learning"),
    _f("harmonisation", None, FLOAT, "0 to 1", "alignment of methods", "secretariat, learning"),
    _f("cost", None, FLOAT, "utility", "cost of the secretariat in the month", "states, secretariat"),
    _f("paid", None, FLOAT, "share", "part of that cost that is paid", "states, secretariat"),
    _f("began", None, FLOAT, "month", "month from which handovers are counted", "secretariat"),
    _f("taken", None, FLOAT, "staff-months", "work asked for this month", "shocks, membership, secretariat, learning"),
    _f("done", None, FLOAT, "staff-months", "work finished this month", "secretariat"),
    _f("settled", None, WHOLE, "cases", "cases settled this month", "secretariat"),
    _f("experience", None, FLOAT, "years", "unbroken work", "secretariat"),
    _f("handover", None, FLOAT, "month", "last handover; NaN before the first", "secretariat"),
    _f("memory", None, FLOAT, "share", "half-done work that survived it", "secretariat"),
    _f("posts", None, WHOLE, "posts", "posts of the month", "secretariat"),
    _f("manned", None, WHOLE, "posts", "posts of the month before", "secretariat"),
    _f("at_work", None, FLOAT, "posts", "how many of them were at work", "secretariat"),
    _f("slowed", None, FLOAT, "share", "part of the design's downtime that it takes", "secretariat"),
    _f("forgotten", None, FLOAT, "share", "chance that a handover of this month has forgotten a project", "secretariat"),
    _f("ended", None, WHOLE, "projects", "projects that ended without a result this month", "secretariat"),
    _f("posts_draw", None, FLOAT, "0 to 1", "draw that rounds the posts", "setup"),
    _f("speed", None, FLOAT, "1 = nominal", "working speed of the month", "secretariat"),
    _f("funds", None, FLOAT, "share", "budget of the secretariat against the design, by a scenario's events", "shocks"),
    _f("dues_host", None, FLOAT, "share", "cost paid by hosts, by the last funding round", "secretariat"),
    _f("dues_gdp", None, FLOAT, "share", "cost paid by GDP, by the last funding round", "secretariat"),
    _f("tiers", None, FLOAT, "1 to 3", "tiers, by the terms of reference in force", "secretariat"),
    _f("next_design", None, WHOLE, "row", "next design to come", "secretariat"),
    # ---- casework ----
    _f("cases", "C", CASE, "", "all cases in their order", "shocks, membership, secretariat, casework"),
    _f("n_cases", None, WHOLE, "", "number of cases", "shocks, membership, secretariat"),
    _f("open_cases", "C", WHOLE, "case", "cases not settled, by class and number", "shocks, membership, secretariat, casework"),
    _f("n_open", None, WHOLE, "", "how many these are", "shocks, membership, secretariat, casework"),
    _f("finished", "C", WHOLE, "case", "cases finished since the last month, in order", "secretariat, casework"),
    _f("n_finished", None, WHOLE, "", "how many these are", "secretariat, casework"),
    _f("due", "V", FLOAT, "cases", "planned cases that have fallen due and are not opened yet", "secretariat"),
    _f("opened", "V N1", WHOLE, "cases", "opened this month by kind, opener", "shocks, membership, secretariat"),
    _f("asked", "C W", HASH, "set", "who was asked to a joint test", "shocks, membership, secretariat"),
    _f("party", "C W", HASH, "set", "who takes part in it", "shocks, membership, secretariat"),
    # ---- information ----
    _f("at_hand", "J", SET, "set", "categories that each office has to send", "sharing"),
    _f("flow", "N N", SET, "set", "categories that i sent to j this month", "shocks, sharing, firms"),
    _f("pool", "N", WHOLE, "set", "categories given to the network", "shocks, sharing, firms"),
    _f("asked_pair", "Q 2", FLOAT, "choices", "choices and shares over ties this month", "sharing, firms"),
    _f("asked_pool", "Q 2", FLOAT, "choices", "the same through the network", "sharing, firms"),
    _f("exposure", "N", FLOAT, "utility", "expected loss taken this month", "sharing, firms"),
    _f("leaked", "N", FLOAT, "danger", "expected leaks over ties", "sharing, firms"),
    _f("leaks", None, FLOAT, "danger", "expected leaks of the month", "sharing, firms"),
    _f("received", "J", FLOAT, "benefit", "information received", "learning"),
    # ---- the world at large ----
    _f("salience", None, FLOAT, "1 = usual", "salience of AI risk", "shocks"),
    _f("capability", None, FLOAT, "1 = end of 2024", "capability of frontier AI", "shocks"),
    _f("pooled", None, FLOAT, "0 to 1", "safety knowledge at hand", "learning"),
    _f("incidents", None, WHOLE, "", "incidents this month", "shocks"),
    _f("incident_harm", None, FLOAT, "harm", "harm that incidents did this month", "secretariat"),
    _f("forcing", None, WHOLE, "", "decisions that are forced this month", "shocks"),
    # ---- logs ----
    _f("incident_log", "I 9", FLOAT, "", "incidents; its columns stand in sim.rules.incidents", "shocks, secretariat"),
    _f("n_incidents", None, WHOLE, "", "incidents so far", "shocks"),
    _f("tie_log", "L 5", WHOLE, "", "month, a, b, type, action", "shocks, deals"),
    _f("n_ties", None, WHOLE, "", "lines in it", "shocks, deals"),
    _f("event_log", "E 5", FLOAT, "", "month, kind (sim.record), actor, partner, amount", "all"),
    _f("n_events", None, WHOLE, "", "lines in it", "all"),
    _f("overflow", None, WHOLE, "0, 1", "a log found no room", "all"),
    # ---- the history: a row a month ----
    _f("series", "T A", FLOAT, "", "sim.record.SERIES", "record"),
    _f("state_series", "T Z J", FLOAT, "", "sim.record.STATE_SERIES", "record"),
    _f("agendas", "T K", FLOAT, "share", "the agenda", "record"),
    _f("hosts", "T J", FLOAT, "share", "powers held", "record"),
    _f("network_shares", "T Q 2", FLOAT, "choices", "asked_pool", "record"),
    _f("bilateral_shares", "T Q 2", FLOAT, "choices", "asked_pair", "record"),
    _f("paces", "T F", FLAG, "", "safe", "record"),
    _f("pair_counts", "N N Q", COUNT, "months", "months since the decision in which i shared with j", "record"),
    _f("tallies", "N N", WHOLE, "months", "what is not yet in pair_counts", "record"),
    _f("pair_chances", "J J", COUNT, "months", "months in which two offices could share", "record"),
    _f("ties_start", "N N", TYPES, "bit mask", "ties at the start", "setup"),
    # ---- scratch ----
    _f("due_pairs", "NJ 2", NODE, "node", "ties whose term ends", "scratch"),
    _f("due_turns", "NJ", FLOAT, "0 to 1", "their turns", "scratch"),
    # ---- the month's cache ----
    _f("cached", "4", WHOLE, "month", "month and number of meetings; month and number of policies", "cache"),
    _f("cached_staff", "J", FLOAT, "mean 1", "what each could spend on meetings; 0 without an office", "cache"),
    _f("cached_occasion", "J", FLAG, "", "who attended an occasion", "cache"),
    _f("meetings", "M 2", NODE, "node", "who meets", "cache"),
    _f("meeting_turns", "M", FLOAT, "0 to 1", "in which order", "cache"),
    _f("meeting_draws", "M 2", FLOAT, "0 to 1", "draws of each side", "cache"),
    _f("policies", "JJ 3", WHOLE, "", "controls and dialogues: i, j, 0 or 1", "cache"),
    _f("bounds", "N J1 2 Q", FLOAT, "utility", "gains at which a draw surely, or never, shares", "cache"),
    _f("bounds_month", "N J1", MONTH, "month", "in which the draws of these bounds were tossed", "cache"),
)  # fmt: skip
