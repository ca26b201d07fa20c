"""All outcomes of a run at once, in the order of ``sim.outcomes.OUTCOMES``, and what each jurisdiction got and gave."""

from __future__ import annotations

import numpy as np

from sim import record as R
from sim.catalogue import CATEGORIES, TIE_TYPES
from sim.jit import rule
from sim.rules import run_casework, run_network, run_powers
from sim.rules.run_arrays import first_kept, mean_of, months_positive, state_sums

# Positions (one constant an outcome, in upper case); each category of information and type of tie has its own.
(
    MEMBERS, MEMBERS_WITHOUT_INSTITUTE, REGIONS, SENSITIVE_POOLED, INCIDENT_RESPONSE_DAYS, MULTI_YEAR_COMPLETION,
    INFLUENCE_GINI, HARM, TIME_TO_OUTPUT_MONTHS, MULTI_YEAR_COMPLETION_WORKING, INCIDENT_RESPONSE_DAYS_WORKING,
    REACH_STATES, FINISHED, BACKLOG, THROUGHPUT_DIP, MEMORY, AGENDA_VOLATILITY, MANDATE_DISTANCE, FRONTIER_SHARE,
    PERCEIVED_BIAS, CONTRIBUTION_GAP, LARGEST_PAYER_SHARE, FREE_RIDING, HOST_DEPENDENCE, TRANSITION_MONTHS,
    TRANSITION_COST, SHARED_NETWORK, SHARED_BILATERAL, FIRST_CATEGORY,
) = range(29)  # fmt: skip
PAST_CATEGORIES = FIRST_CATEGORY + len(CATEGORIES)
(
    MODEL_ACCESS, LEAKS, OFFICE_TIES, FIRM_TIES, RIVAL_TIES, DENSITY, TYPES_PER_TIE, FIRST_TYPE,
) = range(PAST_CATEGORIES, PAST_CATEGORIES + 8)  # fmt: skip
PAST_TYPES = FIRST_TYPE + len(TIE_TYPES)
(
    LAPSES, DUPLICATED, HARMONISATION, POOLED_KNOWLEDGE, KNOWLEDGE_GINI, SAFE_SHARE, FALSE_CONFIDENCE, DUTIES_DONE,
) = range(PAST_TYPES, PAST_TYPES + 8)  # fmt: skip
COUNT = PAST_TYPES + 8

# Outcomes that are the mean of a series since the decision, or over the last year: (outcome, series).
MEANS = np.array([
    (SENSITIVE_POOLED, R.SENSITIVE_POOLED), (HARM, R.HARM), (FINISHED, R.FINISHED), (BACKLOG, R.BACKLOG),
    (MEMORY, R.MEMORY), (FRONTIER_SHARE, R.FRONTIER_SHARE), (SHARED_NETWORK, R.SHARED_NETWORK),
    (SHARED_BILATERAL, R.SHARED_BILATERAL), (MODEL_ACCESS, R.MODEL_ACCESS), (LEAKS, R.LEAKS),
    (DUPLICATED, R.DUPLICATED), (HARMONISATION, R.HARMONISATION), (SAFE_SHARE, R.SAFE_SHARE),
])  # fmt: skip
LAST_YEAR = np.array([
    (MEMBERS, R.MEMBERS), (MEMBERS_WITHOUT_INSTITUTE, R.MEMBERS_WITHOUT_INSTITUTE), (REGIONS, R.REGIONS),
    (REACH_STATES, R.REACH), (MANDATE_DISTANCE, R.MANDATE_DISTANCE), (OFFICE_TIES, R.OFFICE_TIES),
    (FIRM_TIES, R.FIRM_TIES), (RIVAL_TIES, R.RIVAL_TIES), (POOLED_KNOWLEDGE, R.POOLED_KNOWLEDGE),
])  # fmt: skip

YEAR = 12

# Of each jurisdiction: the means of these series since the decision, then its share of months in the network.
STATE_MEANS = np.array([R.STATE_WELFARE, R.STATE_DUES, R.STATE_INFLUENCE, R.STATE_ACCESS, R.STATE_EXPOSURE])
WELFARE, MEMBERSHIP = 0, len(STATE_MEANS)


@rule
def outcomes_of(run, out):
    """Every outcome of one run (``RunArrays``), into ``out`` (COUNT,); NaN: not applicable."""
    for k in range(MEANS.shape[0]):
        out[MEANS[k, 0]] = mean_of(run.series, MEANS[k, 1], first_kept(run), run.months)
    for k in range(LAST_YEAR.shape[0]):
        out[LAST_YEAR[k, 0]] = mean_of(run.series, LAST_YEAR[k, 1], max(0, run.months - YEAR), run.months)
    out[INCIDENT_RESPONSE_DAYS] = run_casework.incident_response(run, run.adopted)
    out[INCIDENT_RESPONSE_DAYS_WORKING] = run_casework.incident_response(run, run.works_from)
    out[MULTI_YEAR_COMPLETION] = run_casework.multi_year_completion(run, run.adopted)
    out[MULTI_YEAR_COMPLETION_WORKING] = run_casework.multi_year_completion(run, run.works_from)
    out[TIME_TO_OUTPUT_MONTHS] = run_casework.time_to_output(run)
    out[THROUGHPUT_DIP] = run_casework.throughput_dip(run)
    out[TRANSITION_MONTHS] = float(run.works_from - run.adopted)
    out[TRANSITION_COST] = run_casework.transition_cost(run)
    out[DUTIES_DONE] = run_casework.duties_done(run)

    out[INFLUENCE_GINI] = run_powers.influence_gini(run)
    out[AGENDA_VOLATILITY] = run_powers.agenda_volatility(run)
    out[PERCEIVED_BIAS] = run_powers.perceived_bias(run)
    out[CONTRIBUTION_GAP] = run_powers.contribution_gap(run)
    out[LARGEST_PAYER_SHARE] = run_powers.largest_payer(run)
    out[FREE_RIDING] = run_powers.free_riding(run)
    out[HOST_DEPENDENCE] = run_powers.host_dependence(run)

    run_network.category_rates(run, out[FIRST_CATEGORY:PAST_CATEGORIES])
    run_network.type_shares(run, out[FIRST_TYPE:PAST_TYPES])
    out[DENSITY] = run_network.density(run)
    out[TYPES_PER_TIE] = run_network.types_per_tie(run)
    out[LAPSES] = run_network.lapses(run)
    out[KNOWLEDGE_GINI] = run_network.knowledge_gini(run)
    out[FALSE_CONFIDENCE] = run_network.false_confidence(run)


@rule
def state_outcomes_of(run, out):
    """What each jurisdiction got and gave, into ``out`` (MEMBERSHIP + 1, J)."""
    start = first_kept(run)
    for k in range(STATE_MEANS.shape[0]):
        state_sums(run.states, STATE_MEANS[k], start, run.months, out[k])
    months_positive(run.states, R.STATE_TIER, start, run.months, out[MEMBERSHIP])
    for k in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[k, j] /= run.months - start
