"""The field's fixed lists: tie types, information categories, themes, kinds of casework.

Scores marked 'reading' are our reading of the sources on a 0 to 1 scale, not measurements; sweeps vary them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# ---- themes of the agenda -------------------------------------------------------------------------------------
THEMES = (
    "frontier risk research",
    "testing and evaluation",
    "guidance and standards",
    "inclusion and capacity",
    "economy and innovation",
)
# Founding mandate: research, testing, guidance and inclusion in equal parts (analogue a021; W section 3).
MANDATE = np.array([0.25, 0.25, 0.25, 0.25, 0.0])
INCLUSION, ECONOMY = 3, 4  # where civil society and industry pull (W32)
# What a narrow mandate keeps, first to last: in 2025 the network narrowed to measurement and evaluation science (a021).
# A broad one adds other themes than the founding ones, which stand as economy and innovation.
NARROWING = (1, 0, 2, INCLUSION)
FRONTIER_THEMES = (0, 1)  # counted as attention to frontier risk (W3a, W14)


# ---- governments and the record ----------------------------------------------------------------------------------
# How the leadership of a jurisdiction changes: by competitive elections, without them, or as the EU's Commission does.
GOVERNMENTS = ("elections", "leadership", "commission")
# Kinds of dated facts that act when they are replayed; any other is only told.
FACTS = ("told", "election", "policy_shock", "summit", "network", "chair", "coordinator")


# ---- collaboration types, as in the observed data ----------------------------------------------------------------
@dataclass(frozen=True)
class TieType:
    """A kind of collaboration: who may hold it, and the information category that it exposes."""

    key: str
    name: str  # as the Appendix of Weaving a Safety Net writes it
    short: str
    carries: str  # information category exposed by the tie
    with_firms: bool
    colour: str
    theme: int  # index in THEMES: whose preference weighs it (reading)


TIE_TYPES = (
    TieType("research", "Joint Research Projects", "joint research", "best_practices", True, "#0072B2", 0),
    TieType(
        "exchange",
        "Personnel Exchanges and Capacity Building",
        "exchange",
        "best_practices",
        False,
        "#56B4E9",
        3,
    ),
    TieType(
        "harmonising",
        "Harmonizing Regulatory Frameworks",
        "harmonising",
        "evaluation_standards",
        False,
        "#E69F00",
        2,
    ),
    TieType(
        "guidelines",
        "Developing Guidelines and Standards",
        "guidelines",
        "evaluation_standards",
        True,
        "#009E73",
        2,
    ),
    TieType("testing", "Model Testing and Evaluation", "testing", "evaluation_methods", True, "#D55E00", 1),
    TieType("compute", "Sharing compute resources", "compute", "shared_protocols", False, "#CC79A7", 3),
)
TIE_NAME_TO_INDEX = {t.name.lower(): k for k, t in enumerate(TIE_TYPES)} | {
    "model access and testing": 4  # the Appendix's name for testing with a firm
}
TESTING = 4  # a firm that holds it with an institute may grant model access
HELPING = (1 << 1) | (1 << 5)  # exchange and shared compute relax a small office's limits (W20e)


# ---- information categories, least to most sensitive, then two of R2 ------------------------------------------
@dataclass(frozen=True)
class Category:
    """A category of information: benefit to a recipient, public value, and the three risks of R1 (all 0 to 1)."""

    key: str
    name: str
    benefit: float
    public: float
    danger: float  # advances dangerous capabilities
    sensitive: float  # reveals sensitive information
    opportunity: float  # gives an opportunity for harm
    published: bool = False  # everybody can read it: nobody chooses to withhold it
    source: str = "S (order of categories), R (three risks); scores: reading"

    @property
    def sensitivity(self) -> float:
        """Mean of the three risks, the s_q of the exposure rule."""
        return (self.danger + self.sensitive + self.opportunity) / 3


CATEGORIES = (
    Category("evaluation_standards", "evaluation standards", 0.5, 0.5, 0.0, 0.1, 0.05, published=True),
    Category("best_practices", "best practices and research findings", 0.6, 0.5, 0.1, 0.15, 0.1),
    Category("evaluation_methods", "evaluation methods and tools", 0.7, 0.4, 0.2, 0.3, 0.2),
    Category("incident_reports", "incident reports", 0.8, 0.6, 0.2, 0.45, 0.35),
    Category("post_deployment", "post-deployment results", 0.8, 0.4, 0.35, 0.55, 0.4),
    Category("pre_deployment", "pre-deployment results", 1.0, 0.3, 0.6, 0.9, 0.6),
    Category("verification", "verification mechanisms", 0.6, 0.5, 0.05, 0.15, 0.05),
    Category("shared_protocols", "shared protocols", 0.5, 0.5, 0.05, 0.1, 0.05),
)
CATEGORY_INDEX = {c.key: k for k, c in enumerate(CATEGORIES)}
CHOSEN = tuple(k for k, c in enumerate(CATEGORIES) if not c.published)  # somebody decides whether to send them
SENSITIVE_FROM = 0.3  # sensitivity from which partners see nothing: incident reports and above. Assumed
SENSITIVE = tuple(k for k, c in enumerate(CATEGORIES) if c.sensitivity >= SENSITIVE_FROM)
MEMBER, PARTNER = 1, 2  # tiers of the network; 0 is outside
INCIDENT_REPORTS, PRE_DEPLOYMENT = CATEGORY_INDEX["incident_reports"], CATEGORY_INDEX["pre_deployment"]
CARRIES = np.array([CATEGORY_INDEX[t.carries] for t in TIE_TYPES], dtype=np.int64)
WITH_FIRMS = np.array([t.with_firms for t in TIE_TYPES])
THEME_OF_TYPE = np.array([t.theme for t in TIE_TYPES], dtype=np.int64)
BENEFIT = np.array([c.benefit for c in CATEGORIES])
PUBLIC = np.array([c.public for c in CATEGORIES])
SENSITIVITY = np.array([c.sensitivity for c in CATEGORIES])
DANGER = np.array([c.danger for c in CATEGORIES])


# ---- casework of the secretariat ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class CaseKind:
    """A row of DESIGN section 4's casework table: a kind of case, how long it works, what a handover does to it."""

    key: str
    name: str
    duty: str  # the duty of W28 that it is an instance of
    opened_by: str
    priority: int  # class: 0 urgent, 1 short and dated, 2 all else; within a class the oldest case comes first
    work: float  # staff-months
    stages: float  # share of the design's approval stages that it must pass (0 none, 1 all)
    per_year: float  # planned cases a year at the size of today's network (0: opened by events); see FOLLOWS
    restarts: float  # share of the forgotten work that a handover makes it repeat (0 waits, 1 repeats)
    fast: bool  # may take the fast lane
    source: str


CASE_KINDS = (
    CaseKind("admission", "admission of a member", "admissions", "an applicant", 1, 0.5, 1.0, 0, 0.0, False, "W28; work assumed"),
    CaseKind("incident", "incident response", "expertise", "an incident", 0, 0.1, 0.17, 0, 0.0, True, "W13; half a committee interval of three stages (a037); work assumed"),
    CaseKind("joint_test", "joint test", "standardised evaluations", "two or more members", 1, 3.0, 0.0, 2.0, 1.0, False, "a022: a joint exercise takes 3 to 6 months, with set dates; events 48, 65: two in the year to December 2025"),
    CaseKind("joint_research", "joint research", "joint research", "the agenda", 2, 15.0, 0.0, 1.5, 1.0, False, "a025: a first full report after 15 months; rate assumed"),
    CaseKind("standard", "standard or guideline", "standardised evaluations", "the agenda", 2, 6.0, 1.0, 1.0, 1.0, False, "a005, a006, a038: 5 to 26 months with approval"),
    CaseKind("clearance", "information clearance", "expertise", "a member that wants to share", 1, 2.0, 1.0, 0, 0.0, False, "S, W12; work assumed; see AGREEMENTS"),
    CaseKind("working_group", "working group", "working groups", "the year's plan", 2, 3.0, 0.0, 2.0, 1.0, False, "W28; a032: four groups; work assumed"),
    CaseKind("research_agenda", "research agenda", "research agenda", "the year's plan", 2, 2.0, 0.5, 1.0, 1.0, False, "W28, W24; work assumed"),
    CaseKind("terms", "terms of reference", "terms of reference", "the year", 2, 1.0, 1.0, 1.0, 0.0, False, "W28, W23; work assumed"),
    CaseKind("funding", "funding round", "funding", "the year", 2, 1.0, 0.5, 1.0, 0.0, False, "W28; work assumed"),
    CaseKind("capacity", "capacity help", "expertise", "a small or new member", 2, 2.0, 0.0, 1.0, 0.0, False, "W19, W20e; one a year for each member in need, work assumed"),
    CaseKind("policy_brief", "policy brief", "research-to-policy", "the calendar", 2, 1.0, 0.5, 2.0, 0.5, False, "W28; work assumed"),
    CaseKind("representation", "representation abroad", "representation", "the calendar", 2, 0.5, 0.0, 4.0, 0.5, False, "W28, W25, W26; work assumed"),
    CaseKind("meeting", "meeting of the network", "meetings", "the calendar", 1, 1.0, 0.0, 2.0, 0.5, False, "events: two to three meetings a year in 2024-25"),
)  # fmt: skip
CASE_INDEX = {c.key: k for k, c in enumerate(CASE_KINDS)}
DUTIES = (
    "research agenda", "working groups", "standardised evaluations", "joint research", "research-to-policy",
    "expertise", "admissions", "terms of reference", "meetings", "funding", "representation",
)  # fmt: skip
LONG_WORK_MONTHS = 12.0  # a case with at least this much work is a multi-year project

# What the number of planned cases follows: working members, members in need of help, themes of the mandate, the year
# alone, or the staff.
MEMBERS_WORK, NEEDS_WORK, MANDATES_WORK, YEARS_WORK, STAFFS_WORK = range(5)
FOLLOWS = {
    "joint_test": MEMBERS_WORK,
    "working_group": MANDATES_WORK,
    "research_agenda": YEARS_WORK,
    "terms": YEARS_WORK,
    "funding": YEARS_WORK,
    "meeting": YEARS_WORK,
    "joint_research": STAFFS_WORK,
    "standard": STAFFS_WORK,
    "capacity": NEEDS_WORK,
    "policy_brief": STAFFS_WORK,
    "representation": STAFFS_WORK,
}
NETWORK_MEMBERS = 10.0  # of the network whose joint tests are on record (a022)

# Months in which states settle an agreement among themselves before the work may start, beside the approvals.
AGREEMENTS = {"clearance": 18.0}  # 12 to 36 for security-of-information agreements of the EU and NATO (from memory)

# Projects have a sponsor and can end without a result, for a cause.
PROJECTS = ("joint_test", "joint_research", "standard", "working_group")
NO_CAUSE, SPONSOR_LEFT, SPONSOR_TURNED, PRIORITIES, FUNDS, DEADLINE, HOST = range(7)
CAUSES = (
    "",
    "its sponsor left",
    "its sponsor's government turned less open",
    "priorities shifted",
    "funds lapsed",
    "its deadline passed",
    "the new host dropped it",
)
