"""All outcomes of a run at once, in the order of their records, and what each jurisdiction got and gave."""

from __future__ import annotations

import numpy as np

from sim import outcome_records as O
from sim import record as R
from sim.jit import rule
from sim.rules import run_casework, run_network, run_powers
from sim.rules.run_arrays import first_kept, mean_of, months_positive, state_sums

# Outcomes that are the mean of a series since the decision, or over the last year: (outcome, series).
MEANS = np.array([
    (O.SENSITIVE_POOLED, R.SENSITIVE_POOLED), (O.HARM, R.HARM), (O.FINISHED, R.FINISHED), (O.BACKLOG, R.BACKLOG),
    (O.MEMORY, R.MEMORY), (O.FRONTIER_SHARE, R.FRONTIER_SHARE), (O.SHARED_NETWORK, R.SHARED_NETWORK),
    (O.SHARED_BILATERAL, R.SHARED_BILATERAL), (O.MODEL_ACCESS, R.MODEL_ACCESS), (O.LEAKS, R.LEAKS),
    (O.DUPLICATED, R.DUPLICATED), (O.HARMONISATION, R.HARMONISATION), (O.SAFE_SHARE, R.SAFE_SHARE),
    (O.PROJECTS_ENDED, R.PROJECTS_ENDED),
])  # fmt: skip
LAST_YEAR = np.array([
    (O.MEMBERS, R.MEMBERS), (O.MEMBERS_WITHOUT_INSTITUTE, R.MEMBERS_WITHOUT_INSTITUTE), (O.REGIONS, R.REGIONS),
    (O.REACH_STATES, R.REACH), (O.MANDATE_DISTANCE, R.MANDATE_DISTANCE), (O.OFFICE_TIES, R.OFFICE_TIES),
    (O.FIRM_TIES, R.FIRM_TIES), (O.RIVAL_TIES, R.RIVAL_TIES), (O.POOLED_KNOWLEDGE, R.POOLED_KNOWLEDGE),
])  # fmt: skip

YEAR = 12

# Of each jurisdiction: means of these series since the decision, then its share of months in the network and of powers.
STATE_MEANS = np.array([
    R.STATE_WELFARE, R.STATE_DUES, R.STATE_INFLUENCE, R.STATE_ACCESS, R.STATE_EXPOSURE,
    R.STATE_POSTS_LENT, R.STATE_POSTS_AT_HAND, R.STATE_FIRST_HAND,
])  # fmt: skip
MEMBERSHIP = len(STATE_MEANS)
POWERS = MEMBERSHIP + 1


@rule
def outcomes_of(run, out):
    """Every outcome of one run (``RunArrays``), into ``out`` (outcomes,); NaN: not applicable."""
    for k in range(MEANS.shape[0]):
        out[MEANS[k, 0]] = mean_of(run.series, MEANS[k, 1], first_kept(run), run.months)
    for k in range(LAST_YEAR.shape[0]):
        out[LAST_YEAR[k, 0]] = mean_of(run.series, LAST_YEAR[k, 1], max(0, run.months - YEAR), run.months)
    out[O.INCIDENT_RESPONSE_DAYS] = run_casework.incident_response(run, run.adopted)
    out[O.INCIDENT_RESPONSE_DAYS_WORKING] = run_casework.incident_response(run, run.works_from)
    out[O.MULTI_YEAR_COMPLETION] = run_casework.multi_year_completion(run, run.adopted)
    out[O.MULTI_YEAR_COMPLETION_WORKING] = run_casework.multi_year_completion(run, run.works_from)
    out[O.TIME_TO_OUTPUT_MONTHS] = run_casework.time_to_output(run)
    out[O.THROUGHPUT_DIP] = run_casework.throughput_dip(run)
    out[O.TRANSITION_MONTHS] = float(run.works_from - run.adopted)
    out[O.TRANSITION_COST] = run_casework.transition_cost(run)
    out[O.DUTIES_DONE] = run_casework.duties_done(run)
    out[O.UTILISATION] = run_casework.utilisation(run)

    out[O.INFLUENCE_GINI] = run_powers.influence_gini(run)
    out[O.AGENDA_VOLATILITY] = run_powers.agenda_volatility(run)
    out[O.PERCEIVED_BIAS] = run_powers.perceived_bias(run)
    out[O.CONTRIBUTION_GAP] = run_powers.contribution_gap(run)
    out[O.LARGEST_PAYER_SHARE] = run_powers.largest_payer(run)
    out[O.FREE_RIDING] = run_powers.free_riding(run)
    out[O.HOST_DEPENDENCE] = run_powers.host_dependence(run)

    run_network.category_rates(run, out[O.FIRST_CATEGORY : O.PAST_CATEGORIES])
    run_network.type_shares(run, out[O.FIRST_TYPE : O.PAST_TYPES])
    out[O.DENSITY] = run_network.density(run)
    out[O.TYPES_PER_TIE] = run_network.types_per_tie(run)
    out[O.LAPSES] = run_network.lapses(run)
    out[O.KNOWLEDGE_GINI] = run_network.knowledge_gini(run)
    out[O.FALSE_CONFIDENCE] = run_network.false_confidence(run)


@rule
def state_outcomes_of(run, out):
    """What each jurisdiction got and gave, into ``out`` (POWERS + 1, J)."""
    start = first_kept(run)
    for k in range(STATE_MEANS.shape[0]):
        state_sums(run.states, STATE_MEANS[k], start, run.months, out[k])
    months_positive(run.states, R.STATE_TIER, start, run.months, out[MEMBERSHIP])
    for j in range(out.shape[1]):
        out[POWERS, j] = 0.0
        for t in range(start, run.months):
            out[POWERS, j] += run.host[t, j]
    for k in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[k, j] /= run.months - start
