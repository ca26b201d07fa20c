"""The columns of a roster's files: what is required, what a run uses, what is only kept for readers.

A roster is a folder with ``jurisdictions.csv``, ``institutes.csv``, ``firms.csv`` and ``pairs.csv``, and with
``sizes.csv``, ``ties.csv`` and ``events.csv`` if its history is known. ``FILES`` lists them with their columns. The
columns after ``plain(...)`` are part of the real roster: calibration and readers use them, a run does not.
"""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.tables import Column, plain
from sim.catalogue import GOVERNMENTS
from sim.parameters import NAMES

REPLAYED_EVENTS = (
    *("election", "policy_shock", "summit", "refusal", "regulation", "joint_testing"),
    *("suspension", "institution", "renaming", "network", "office_opened", "multilateral"),
    *("chair", "coordinator"),
)
# Kept in the file, not replayed: institutes.csv has the foundings, and ties are for a run to bring about.
OTHER_EVENTS = ("bilateral", "firm_commitment", "firm_access_pledge", "aisi_announced", "aisi_established")
REGIMES = ("gdpr", "adequate", "none")
PLEDGES = ("m_bletchley_decl", "m_seoul_decl", "m_seoul_ministerial", "m_paris_statement")
OFFICES = "offices"  # guests of an occasion: every state with an office
CORE_MEMBERSHIPS = 13  # bodies counted in shared_core_memberships

JURISDICTIONS = [
    Column("jurisdiction_id", "name", required=True, blank_ok=False, note="permanent key of all its draws"),
    Column("alias", "name", required=True, blank_ok=False, note="short name, as people type it"),
    Column("name", "name", required=True, blank_ok=False),
    Column("region", "name", required=True, blank_ok=False, note="any grouping of states"),
    Column(
        "gdp_2023_usd_bn",
        "float",
        required=True,
        low=0,
        blank_ok=False,
        note="billion; a bloc's with its members'",
    ),
    Column("represented_by", "name", note="id of its bloc, which acts for it if it does not act itself"),
    Column("acts", "bool", note="1 acts for itself (also when blank), 0 does not"),
    Column("acts_reason"),
    Column("member_from", "date", note="entry into the network; blank: no member at the start"),
    Column("member_source"),
    Column("acting_from", "date", note="when an office may act before the institute; blank: none"),
    Column("acting_office"),
    Column("acting_source", note="needed where acting_from is given"),
    Column("acting_confidence"),
    Column("readiness", "float", low=0, high=1, note="0 to 1; goes before the two indices of AI readiness"),
    Column("imf_aipi_2023", "float", low=0, high=1, note="IMF AI Preparedness Index 2023"),
    Column("oxford_gairi_2023", "float", low=0, high=100, note="used / 100 where the IMF index is blank"),
    Column("cooperation", "float", low=0, high=1, note="0 to 1; goes before girai2024_intl_coop"),
    Column("girai2024_intl_coop", "float", low=0, high=100, note="GIRAI 2024; used / 100"),
    Column("unctad_developing", "bool", note="UNCTAD developing economy; blank: no"),
    Column("unga_ideal_fp_mean_2021_24", "float", low=-10, high=10, note="UNGA ideal point, SD"),
    Column("eu_data_regime_2025", "choice", choices=REGIMES, note="GDPR, found adequate, neither"),
    Column("m_global_cbpr", "bool", note="member of the Global CBPR Forum"),
    Column("m_bletchley_decl", "bool", note="Bletchley Declaration 2023"),
    Column("m_seoul_decl", "bool", note="Seoul Declaration 2024"),
    Column("m_seoul_ministerial", "bool", note="Seoul Ministerial Statement 2024"),
    Column("m_paris_statement", "bool", note="statement of the Paris AI Action Summit 2025"),
    Column("pledged", "float", low=0, high=1, note="share of pledges made; goes before the four declarations"),
    Column("regime", "choice", choices=GOVERNMENTS, note="how leadership changes; blank: elections"),
    Column("term_months", "int", low=1, high=600, note="term of a government; blank: that usual for its regime"),
    Column("next_change", "date", note="a month in which a term ends; blank: drawn"),
    Column("government_source", note="of the three columns before"),
    Column("capital_lat", "float", low=-90, high=90, note="degrees north"),
    Column("capital_lon", "float", low=-180, high=180, note="degrees east"),
    *plain(
        "iso2 roster_wave is_supranational un_region un_subregion languages capital population_2023"
        " gdp_per_capita_2023_usd wb_income_group_fy2025 un_ldc imf_aipi_digital_infrastructure"
        " imf_aipi_human_capital imf_aipi_innovation imf_aipi_regulation_ethics girai2024_index"
        " ms_ai_diffusion_h1_2025_pct epoch_notable_models_2020_2025 epoch_large_scale_models_to_2025"
        " epoch_max_training_flop_to_2025 epoch_h100_equiv_2025 epoch_gpu_clusters_2025 unga_ideal_2022"
        " institute_id network_member aisi_status_2025 aisi_status_note frontier_firm_home home_firms m_g7"
        " m_g20 m_oecd m_brics_2024 m_five_eyes m_aukus m_quad m_nato m_eu27 m_eea m_cptpp m_apec m_asean"
        " m_african_union m_commonwealth m_gpai_2023 m_g77 m_sco m_eaeu m_gcc m_arab_league m_mercosur"
        " m_rcep m_wassenaar m_council_of_europe m_coe_ai_convention"
        " m_hiroshima_friends m_ai_partnership_defense m_asean_ai_safe bletchley_joined"
        " coe_ai_convention_date ai_partnership_defense_year hiroshima_friends_evidence brics_status_2025"
        " eu_adequacy_scope global_cbpr_status us_chip_tier_2025_01 memory_columns source confidence"
    ),
]

INSTITUTES = [
    Column("jurisdiction_id", "name", required=True, note="id of its jurisdiction; blank only where is_aisi is 0"),
    Column("name", "name", required=True, blank_ok=False),
    Column("founded", "date", required=True, note="blank: not founded, a run may found it"),
    Column(
        "works_from", "date", note="it counts from here, if it was announced before it worked; blank: from its founding"
    ),
    Column("is_aisi", "bool", note="1 an institute (also when blank), 0 another body: left out"),
    Column("staff", "float", low=0, note="head count; 0 none of its own; blank: unknown"),
    Column(
        "budget_usd_m_year_approx", "float", low=0, note="million US dollars a year; 0 none of its own; blank: unknown"
    ),
    Column("statutory_powers", "bool", note="can oblige firms; blank: no"),
    *plain(
        "institute_id alias host_body body_type network_member founded_precision operating_2024_11_20"
        " status_2025_12_31 renamed_to renamed_date staff_note budget_text source confidence"
    ),
]

FIRMS = [
    Column("firm_id", "name", required=True, blank_ok=False, note="permanent key and short name"),
    Column("name", "name", required=True, blank_ok=False),
    Column("jurisdiction_id", "name", required=True, blank_ok=False, note="id of its home"),
    Column("alias", "name", note="another name, as ties.csv may write it"),
    Column("second_jurisdiction_id", "name", note="id of a second home, or blank"),
    Column("acts", "bool", note="1 acts (also when blank), 0 is left out"),
    Column("acts_reason"),
    Column("frontier_from", "date", note="it counts as a frontier firm from here; blank: all along"),
    Column("frontier_until", "date", note="it no longer does from here; blank: still does"),
    Column("epoch_max_training_flop_to_2025", "float", low=0, note="largest training run, FLOP; blank: unknown"),
    Column("fli_index_summer_2025_score", "float", low=0, high=4, note="FLI AI Safety Index, 0 to 4; used / 4"),
    Column("seoul_frontier_commitments", "bool", note="signed the Seoul Frontier AI Safety Commitments"),
    Column(
        "white_house_commitments",
        "bool",
        note="signed the voluntary commitments of the United States (id USA)",
    ),
    Column("china_aiia_commitments_2024", "bool", note="signed the AIIA commitments of China (id CHN)"),
    *plain(
        "other_aliases jurisdiction_alias ownership in_ties_2024_11 seoul_commitments_wave"
        " frontier_safety_policy_2025 frontier_model_forum eu_gpai_code_2025 fli_index_winter_2025_grade"
        " us_caisi_agreement_date uk_aisi_mou_date us_entity_list us_entity_list_since"
        " epoch_notable_models_2020_2025 epoch_large_scale_models_to_2025 epoch_last_model_date"
        " epoch_h100_equiv_owned_2025 memory_columns source confidence"
    ),
]

SIZES = [
    Column("jurisdiction_id", "name", required=True, blank_ok=False, note="whose institute changed"),
    Column("date", "date", required=True, blank_ok=False, note="from when it had this size"),
    Column("staff", "float", low=0, note="head count from then on; 0 none of its own; blank: not on record"),
    Column("budget_usd_m_year_approx", "float", low=0, note="million US dollars a year from then on; as staff"),
    Column("share", "float", low=0, high=10, note="size against before, where neither is on record; blank: 1"),
    *plain("what source confidence"),
]

PAIRS = [
    Column("iso_a", "name", required=True, blank_ok=False, note="id of a jurisdiction"),
    Column("iso_b", "name", required=True, blank_ok=False, note="id of another one; the order does not matter"),
    Column("rivalry", "float", low=0, high=1, note="0 aligned, 1 rivals; goes before the UNGA and rivals columns"),
    Column("fora", "float", low=0, high=1, note="share of fora in common; goes before shared_core_memberships"),
    Column("data_flow", "float", low=0, high=1, note="1 data flow freely; goes before the data regimes"),
    Column("distance_km", "float", low=0, high=20100, note="goes before capital_geodesic_km"),
    Column("unga_ideal_fp_absdiff_mean2021_24", "float", low=0, high=20, note="distance, SD"),
    Column("strategic_rivals_2020", "bool", note="rivalry open in 2020 (Thompson, Sakuwa, Suhas)"),
    Column(
        "coercion_2025",
        "float",
        low=0,
        high=1,
        note="0 none, 0.5 controls on technology, 1 sanctions or war, end of 2025",
    ),
    Column("eased_since_2020", "bool", note="the rivalry of 2020 has been settled since, or was a cold peace"),
    Column("both_nato", "bool", note="both in NATO (the EU: as most of its members)"),
    Column("both_eu27", "bool", note="both in the EU"),
    Column("both_five_eyes", "bool", note="both in the Five Eyes"),
    Column("both_asean", "bool", note="both in ASEAN"),
    Column("shared_core_memberships", "int", low=0, high=CORE_MEMBERSHIPS, note="of 13 bodies"),
    Column("capital_geodesic_km", "float", low=0, high=20100, note="great circle between capitals, km"),
    *plain(
        "pair_id actor_a actor_b eu_is_aggregate eu_member_overlap both_represented_by_eu"
        " cepii_distcap_km cepii_distw_km cepii_contig cepii_comlang_off cepii_comlang_ethno cepii_colony"
        " unga_ideal_absdiff_2022 unga_agree_2015_19 unga_agree_n_votes union_core_memberships"
        " membership_jaccard both_aisi_network both_g7 both_g20 both_oecd both_brics_2024"
        " both_quad both_aukus both_cptpp both_apec both_african_union"
        " both_commonwealth both_gpai_2023 both_g77 both_sco both_bletchley_decl both_seoul_decl"
        " both_seoul_ministerial both_paris_statement both_coe_ai_convention both_hiroshima_friends"
        " both_ai_partnership_defense both_global_cbpr same_region both_unctad_developing"
        " same_income_group gdp_log_ratio_abs imf_aipi_absdiff eu_data_free_flow us_chip_tier_pair change_source"
        " change_confidence source confidence"
    ),
]

TIES = [
    Column("actor_a", "name", required=True, blank_ok=False, note="alias, id or name of an actor"),
    Column("actor_b", "name", required=True, blank_ok=False),
    Column("type", "name", required=True, blank_ok=False, note="key or name in sim.catalogue.TIE_TYPES"),
    Column("date", "date", note="blank, or a bare year: undated"),
    *plain("dyad_id tie_class date_in_report_text date_precision date_source date_confidence source"),
]

EVENTS = [
    Column("date", "date", required=True, blank_ok=False),
    Column("event_type", "choice", required=True, choices=REPLAYED_EVENTS + OTHER_EVENTS, blank_ok=False),
    Column("description", required=True),
    Column("actor_a", "name", note="who it concerns; blank or not in the roster: nobody in particular"),
    Column("source"),
    Column("size", "float", low=-2, high=2, note="election: shift of openness (blank: drawn); policy_shock: openness"),
    Column("size_parameter", "choice", choices=NAMES, note="the parameter that is the size instead"),
    Column("guests", "choice", choices=(*PLEDGES, OFFICES), note="who comes to a summit, beside the network"),
    Column("announced", "date", note="when it was made known, for what lies ahead"),
    *plain(
        "event_id date_precision tie_class actor_b other_parties types in_report sample strictness"
        " new_dyad_vs_report confidence"
    ),
]


@dataclass(frozen=True)
class FileKind:
    """A file of a roster: its name, its columns, whether it must be there and may hold no rows."""

    name: str
    columns: list[Column]
    required: bool
    may_be_empty: bool


FILES = (
    FileKind("jurisdictions.csv", JURISDICTIONS, True, False),
    FileKind("institutes.csv", INSTITUTES, True, True),
    FileKind("firms.csv", FIRMS, True, True),
    FileKind("pairs.csv", PAIRS, True, True),
    FileKind("sizes.csv", SIZES, False, True),
    FileKind("ties.csv", TIES, False, True),
    FileKind("events.csv", EVENTS, False, True),
)
