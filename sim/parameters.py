"""Every parameter of the model: symbol, value, unit, range, source and status. Nothing numeric hides elsewhere.

``BEHAVIOUR`` are the 25 unknown of CORE and vouching, drawn over their ranges; ``FIXED`` are conventions held constant in the
default experiment; ``UNCERTAIN`` are unknowns of the world outside the actors, drawn afresh in every replicate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np


@dataclass(frozen=True)
class Parameter:
    """One number of the model, with where it comes from and how sure it is."""

    name: str
    symbol: str
    value: float
    unit: str
    low: float
    high: float
    group: str
    meaning: str
    source: str
    status: str  # calibrated | sourced | assumed


def _p(
    name: str, symbol: str, value: float, unit: str, low: float, high: float, group: str, meaning: str, source: str,
    status: str = "assumed",
) -> Parameter:  # fmt: skip
    return Parameter(name, symbol, value, unit, low, high, group, meaning, source, status)


BEHAVIOUR = (
    # choice
    _p("noise", "eta", 0.25, "utility", 0.05, 0.6, "choice", "spread of what is not known of a choice (logit scale)", "CORE; Fermi imitation in Han et al. 2020"),
    _p("meeting_rate", "mu", 0.4, "1/month", 0.1, 1.0, "choice", "rate at which two nodes of capacity 1 meet", "CORE; W21"),
    # deals
    _p("decay", "delta", 0.4, "per link", 0.1, 0.7, "deals", "value of a contact one link further away", "CORE; Jackson and Wolinsky 1996; W19"),
    _p("tie_cost", "c", 0.6, "utility", 0.1, 1.5, "deals", "cost of a deal", "CORE; Jackson and Wolinsky 1996; W21"),
    _p("vouching", "nu", 0.2, "utility/contact", 0.0, 0.4, "deals", "value to a deal of a contact of one side who is in contact with the other", "Kinne 2013; W21; size assumed"),
    _p("load", "phi", 0.3, "1/tie", 0.0, 1.0, "deals", "rise of that cost with deals held per unit of capacity", "CORE; W20e, W20i"),
    _p("more_types", "psi", 0.6, "share", 0.0, 1.5, "deals", "value of a further type with the same partner", "CORE; W21, W22"),
    _p("fora_weight", "a", 0.8, "utility", 0.0, 2.0, "deals", "value of shared fora", "CORE; G2, W22"),
    _p("firm_weight", "kappa", 1.0, "office = 1", 0.2, 2.0, "deals", "weight of a frontier firm as a partner", "CORE; W22, W7a"),
    # sharing
    _p("exposure_scale", "eps", 1.0, "utility", 0.2, 3.0, "sharing", "loss if the most sensitive information leaks", "CORE; W20a, R1, R2, S1, W29"),
    _p("leak_rate", "lambda", 0.15, "chance", 0.02, 0.4, "sharing", "chance that a recipient without security leaks", "CORE; W20a, W15b"),
    _p("patience", "w", 0.85, "chance", 0.5, 0.98, "sharing", "chance that the exchange goes on", "CORE; Axelrod 1984"),
    _p("synergy", "s", 0.1, "share of benefit", -0.5, 0.5, "sharing", "gain when both share; below 0 redundant", "CORE; W19, W20f"),
    _p("zero_sum", "zeta", 0.3, "share of benefit", 0.0, 1.0, "sharing", "how far a rival's gain counts as a loss", "CORE; C3, N2"),
    _p("trust_speed", "alpha", 0.1, "1/month", 0.02, 0.3, "sharing", "weight of the last month in trust", "CORE; W21, N1"),
    _p("public_motive", "g", 0.4, "share of public value", 0.0, 1.0, "sharing", "weight of public value in sharing", "CORE; C1"),
    # membership
    _p("network_benefit", "beta", 0.08, "utility", 0.01, 0.15, "membership", "benefit of joint effort, a unit of stake", "CORE; W19; Barrett 1994"),
    _p("effort_cost", "c1", 0.2, "utility/effort", 0.0, 0.5, "membership", "linear cost of effort", "CORE; W20d"),
    _p("effort_curve", "c2", 55.0, "utility/effort^2", 25.0, 85.0, "membership", "quadratic cost of effort", "CORE; Barrett 1994"),
    _p("bias_weight", "chi", 0.7, "utility", 0.0, 2.0, "membership", "dislike of a partial seat and of a pulled agenda", "CORE; W7"),
    _p("crowding", "upsilon", 0.01, "utility/member", 0.0, 0.05, "membership", "overhead of each further member", "CORE; W20i"),
    # pace
    _p("speed_up", "pi", 1.5, "ratio", 1.1, 2.0, "pace", "speed of the unsafe against the safe", "CORE; Han et al. 2020; C5"),
    _p("prize", "B/W", 20.0, "benefit a step", 1.0, 100.0, "pace", "prize of the race, a step", "CORE; Han et al. 2020; C5"),
    _p("safety_cost", "cs", 1.0, "benefit a step", 0.5, 1.5, "pace", "cost of safe development, a step", "CORE; Han et al. 2020"),
    _p("disaster", "p0", 0.4, "chance", 0.05, 0.9, "pace", "chance that unsafe development ends badly, at capability 1", "CORE; Han et al. 2020; C10"),
    _p("mirroring", "v", 0.3, "share", 0.0, 0.7, "pace", "how far verification makes others mirror one's own pace", "CORE; C8"),
)  # fmt: skip

FIXED = (
    _p("lasting", "s_l", 0.98, "share of variance", 0.9, 1.0, "choice", "part of what is not known of a deal, a membership, sharing or a pace that lasts, as a trait of the pair, the state, the sender or the firm", "Snijders 2017 (random effects in actor-oriented models); share assumed"),
    _p("trait_memory", "T_l", 240.0, "months", 60.0, 480.0, "choice", "time in which such a trait is replaced by another", "assumed"),
    _p("ending", "c_e", 0.3, "utility", 0.0, 1.0, "choice", "cost of ending a deal, of leaving the network and of refusing an applicant: notice, sunk effort, name", "exits are rare and often undone (von Borzyskowski and Vabulas 2019, 2025); size assumed"),
    _p("occasion", "n_o", 3.0, "ratio", 1.0, 6.0, "choice", "meetings of those who attend a summit in its month, against other months", "K25; 7 of the 17 ties of the report were signed from March to June 2024, around Seoul; size assumed"),
    _p("step_benefit", "b", 4.0, "benefit a step", 4.0, 4.0, "pace", "benefit of one step of the race", "Han et al. 2020; CORE", "sourced"),
    _p("legal_friction", "z_l", 0.2, "utility", 0.0, 0.6, "sharing", "cost of sending the most sensitive information across incompatible data regimes", "W20c; size assumed"),
    _p("secretariat_friction", "z_a", 0.5, "utility", 0.0, 1.5, "sharing", "cost to a firm of a secretariat whose industry friction is 1", "W15; size assumed"),
    _p("effort_cap", "qbar", 0.25, "share of capacity", 0.25, 0.25, "membership", "largest share of capacity given to joint effort", "CORE"),
    _p("preference_spread", "sigma_p", 0.6, "log units", 0.2, 1.2, "world", "spread of the unknown preferences over themes (also of unknown capacities)", "DESIGN 2; W2"),
    _p("deal_term", "T", 36.0, "months", 12.0, 60.0, "deals", "term of a deal, then renewed or lapsed", "UK-Anthropic and US-UK memoranda name no term; three years is usual"),
    _p("acting_capacity", "K_a", 0.4, "share of an institute", 0.2, 0.8, "world", "capacity of an acting office, and of an institute on its first day, against a grown institute", "DESIGN 2; three of eight observed ties precede a founding"),
    _p("growth_months", "T_K", 24.0, "months", 6.0, 36.0, "world", "months in which a new institute grows into its staff", "assumed; the UK's took about 18 months to 100 technical staff (from memory); W20e"),
    _p("bare_capacity", "K_0", 0.1, "share of an institute", 0.0, 0.3, "world", "capacity of a state without any office (members only)", "assumed; less than an acting office"),
    _p("founding_rate", "h_f", 0.03, "1/year", 0.0, 0.1, "world", "chance a year that a state without an institute opens one, at openness, readiness, salience and interest of 1", "12 bodies among 45 states in 30 months were early adopters; later rate assumed"),
    _p("election_spread", "sigma_o", 0.2, "openness", 0.0, 0.5, "shocks", "spread of the shift of openness by a change of government", "W20b; size assumed"),
    _p("incumbents_stay", "q_g", 0.5, "chance", 0.3, 0.7, "shocks", "chance that an election returns the government, whose openness then stays", "governments returned in about half of the national elections of advanced democracies since 2000, in fewer since 2020 (from memory)"),
    _p("severity_tail", "a_s", 2.0, "index", 1.3, 3.0, "shocks", "tail of the severity of incidents (Pareto, mean 1): twice as severe, 2^-a as frequent", "severities of cyber incidents, operational losses and nuclear accidents have tail indices of 0.7 to 2 (from memory: Maillart and Sornette 2010; Sornette, Maillart and Kroeger 2013); above 1, so that there is a mean"),
    _p("salience_jump", "d_m", 0.5, "salience", 0.0, 1.5, "shocks", "jump of salience after an incident of severity 1", "C4; size assumed"),
    _p("salience_half_life", "T_m", 6.0, "months", 2.0, 18.0, "shocks", "half-life of that jump", "C4; size assumed"),
    _p("control_rate", "h_c", 0.5, "1/year", 0.0, 1.0, "shocks", "new export controls a year on two rivals that are each home to half of the frontier firms", "C2; rounds of October 2022, October 2023 and December 2024 on US-China, a truce in late 2025 (from memory)"),
    _p("control_rivalry", "d_r", 0.1, "rivalry", 0.0, 0.4, "shocks", "rise of rivalry by an export control", "C2; size assumed"),
    _p("dialogue_rate", "h_d", 0.06, "1/year", 0.0, 0.5, "shocks", "Track-II dialogues a year on full rivals with stakes of 1", "N1; rate assumed: one in two years to one a year on US-China"),
    _p("dialogue_trust", "d_d", 0.15, "trust", 0.0, 0.5, "shocks", "trust gained by a dialogue (share of what is missing)", "N1; size assumed"),
    _p("self_organised", "P_0", 0.4, "share", 0.1, 0.7, "membership", "productivity of the members without any secretariat", "a116: members carry most of ISO's cost; share assumed"),
    _p("arrears", "a_d", 0.2, "share", 0.1, 0.35, "membership", "share of members at openness 1 that are behind with their dues", "a053: 42 of 193 members of the UN had not paid in full in 2025", "sourced"),
    _p("post_cost", "c_p", 0.02, "utility a post-month", 0.005, 0.1, "membership", "cost of one post of the secretariat, shared as dues", "W20d; size assumed"),
    _p("lent_posts", "L", 1.0, "posts per unit of capacity", 0.0, 3.0, "casework", "posts lent by the hosts", "a010, a144: one or two posts; UK funds (W7a)"),
    _p("crowd_stage", "n_0", 10.0, "members", 10.0, 10.0, "casework", "members at which an approval takes its stated time", "W13; the network has ten members", "sourced"),
    _p("partner_access", "theta", 0.5, "share", 0.25, 0.75, "membership", "share of benefits and of bias felt in the partner tier, and of a member's dues paid there", "W23; size assumed"),
    _p("own_learning", "l_0", 0.005, "1/month", 0.0, 0.05, "learning", "knowledge gained by own work, a unit of capacity", "assumed; scale such that knowledge is neither near 0 nor near 1; W20g"),
    _p("shared_learning", "l_s", 0.003, "1/month", 0.0, 0.02, "learning", "knowledge gained from what others share", "W19; size assumed"),
    _p("case_learning", "l_c", 0.08, "share", 0.0, 0.3, "learning", "knowledge gained by members when a joint case ends", "W19; size assumed"),
    _p("obsolescence", "l_d", 0.015, "1/month", 0.0, 0.05, "learning", "knowledge that goes out of date", "assumed"),
    _p("clearance_gain", "d_z", 0.3, "share", 0.0, 0.6, "casework", "part of the leaks stopped by an information clearance", "S, W12; size assumed"),
    _p("harmonise_gain", "d_h", 0.12, "share", 0.0, 0.3, "casework", "methods aligned by a finished standard (a test: half)", "W16, W19; size assumed; C7"),
    _p("familiarity", "f_0", 0.3, "share of cost", 0.0, 0.6, "deals", "cost of a deal saved by full trust and aligned methods", "W21; size assumed"),
    _p("exchange_gain", "K_x", 0.1, "share of the difference", 0.0, 0.3, "deals", "capacity gained from a larger partner by exchange or shared compute", "W20e; size assumed"),
    _p("control_lead", "d_g", 0.05, "share", 0.0, 0.2, "shocks", "lead gained over the target of an export control, which is set back as much", "C2; size assumed; C12"),
    _p("outside_weight", "a_o", 0.1, "share", 0.0, 0.6, "learning", "pull of those outside on the agenda: half by industry, to economy and innovation; half by civil society, to inclusion", "W32, N3; size assumed"),
    _p("fine", "phi_f", 0.5, "utility", 0.0, 2.0, "pace", "what refusing an office with statutory powers costs a firm", "W20h; size assumed"),
    _p("accident_safe", "q_s", 0.25, "ratio", 0.05, 0.6, "harm", "risk of the safe pace against the unsafe", "Han et al. 2020 set it to 0; assumed"),
    _p("response_days", "T_h", 30.0, "days", 7.0, 120.0, "harm", "days after which half of an incident's harm is done", "assumed"),
    _p("bilateral_days", "T_b", 54.0, "days", 10.0, 120.0, "harm", "days to a common response without a secretariat, where hardly any office of the network knows at once", "a134: the worst prepared group took 54 days", "sourced"),
    _p("bilateral_best", "T_0", 10.0, "days", 5.0, 30.0, "harm", "the same where every office knows at once", "a134: the best prepared group took 10 days", "sourced"),
    _p("spill_over", "q_l", 0.005, "harm", 0.0, 0.05, "harm", "harm by one leak of the most dangerous information", "C9; size assumed; C11"),
)  # fmt: skip

UNCERTAIN = (
    _p("us_engagement", "o_US", 0.7, "openness", 0.3, 1.1, "world", "openness of the United States from January 2025", "W31, W20b; events 44, 47, 52"),
    _p("polarisation", "r_x", 1.0, "ratio", 1.0, 1.5, "world", "multiplies the rivalry of every pair; 1 is the end of 2025", "W7, C3; range assumed; W27"),
    _p("incident_rate", "h_i", 1.0, "1/year", 0.2, 4.0, "world", "incidents a year, of mean severity 1, if every frontier firm raced", "C4; range assumed"),
    _p("capability_growth", "g_c", 0.3, "1/year", 0.1, 0.6, "world", "growth of capability (1 in November 2024)", "C6; range assumed; S2"),
    _p("difficulty", "D", 0.7, "ratio", 0.2, 1.0, "world", "technical difficulty of safety", "C10; range assumed"),
    _p("overlap", "omega", 0.3, "share", 0.05, 0.6, "world", "what other bodies already provide", "W20f; range assumed"),
)  # fmt: skip

ALL = (*BEHAVIOUR, *FIXED, *UNCERTAIN)
BEHAVIOUR_NAMES = tuple(p.name for p in BEHAVIOUR)
UNCERTAIN_NAMES = tuple(p.name for p in UNCERTAIN)
NAMES = tuple(p.name for p in ALL)
INDEX = {name: k for k, name in enumerate(NAMES)}
RECORDS = {p.name: p for p in ALL}


def default_values() -> np.ndarray:
    """(len(ALL),) central values, in the order of ``NAMES``."""
    return np.array([p.value for p in ALL])


def with_values(**changes: float) -> np.ndarray:
    """Central values with some changed by name; KeyError if a name is unknown."""
    values = default_values()
    for name, value in changes.items():
        values[INDEX[name]] = value
    return values


# Positions in the parameter vector, for compiled code, made from the records: NOISE, MEETING_RATE, ...
globals().update({name.upper(): place for name, place in INDEX.items()})
if TYPE_CHECKING:

    def __getattr__(name: str) -> int: ...
