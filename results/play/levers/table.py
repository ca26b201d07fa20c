"""The table of what may befall the world: a row a kind of event, with its size, its usual one and its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

STATE, FIRM = "state", "firm"
PARAMETER = "parameter"


@dataclass(frozen=True)
class Size:
    """The number of an event: what it is called, its unit, the range that is offered and what stands there first."""

    name: str
    unit: str
    low: float
    high: float
    step: float
    usual: float
    note: str


@dataclass(frozen=True)
class Lever:
    """One kind of event.

    actor, partner : how whom it concerns is called, '' for nobody; whose : of what sort they are.
    optional : what it means to name no actor, '' where one is needed.  evidence : ids of claims.
    """

    kind: str
    title: str
    about: str
    group: str
    actor: str = ""
    partner: str = ""
    whose: str = STATE
    size: Size | None = None
    optional: str = ""
    evidence: tuple[str, ...] = ()

    def event(self, date: str, actor: str = "", partner: str = "", size: float | None = None) -> dict[str, Any]:
        """The event as plain values, as a choice of a session takes it."""
        given = {"actor": actor if self.actor else "", "partner": partner if self.partner else ""}
        number = {} if self.size is None or size is None else {"size": size}
        return {"date": date, "kind": self.kind, **{key: name for key, name in given.items() if name}, **number}


INCIDENTS, POLITICS, NETWORK, MONEY, RACE = (
    "Incidents and attention", "Governments and rivals", "Who is in the network", "Money", "The race",
)  # fmt: skip
_OPENNESS = "openness to cooperation lies from 0.1 (closed) to 1.8"
LEVERS = (
    Lever(
        "incident",
        "An incident",
        "A model of a firm does harm. Attention to the risks of AI jumps and fades with a half-"
        "life of some months; a serious one that the network hears of is taken up.",
        INCIDENTS,
        actor="At which firm",
        whose=FIRM,
        evidence=("C4", "W13"),
        size=Size(
            "Severity",
            "times the mean incident",
            0.5,
            10,
            0.5,
            5,
            "1 is the mean of incidents and serious; one in a hundred is 5 or more",
        ),
    ),
    Lever(
        "salience",
        "More attention to the risks of AI",
        "An inquiry, a report or a summit brings the risks into the news. The rise fades.",
        INCIDENTS,
        evidence=("C4", "W19"),
        size=Size(
            "Rise of attention", "units of salience", -1, 2, 0.1, 0.5, "0.5 is what an incident of mean severity brings"
        ),
    ),
    Lever(
        "government",
        "A change of government",
        "A new government comes in; how it moves the openness of its state is drawn, as after an election.",
        POLITICS,
        actor="Where",
        evidence=("W20b",),
    ),
    Lever(
        "election",
        "A government turns more or less open",
        "A change of course: openness moves by a chosen step.",
        POLITICS,
        actor="Where",
        evidence=("W20b",),
        size=Size("Openness moves by", "units of openness", -1.5, 1.5, 0.1, -0.5, _OPENNESS),
    ),
    Lever(
        "policy_shock",
        "A government sets its openness",
        "Its openness becomes the number that is chosen, whatever it was.",
        POLITICS,
        actor="Where",
        evidence=("W20b",),
        size=Size("Openness", "units of openness", 0.1, 1.8, 0.1, 0.4, _OPENNESS),
    ),
    Lever(
        "export_control",
        "Export controls",
        "One state puts controls on another: rivalry between them rises for good, trust falls, "
        "and the firms of the other race more.",
        POLITICS,
        actor="By whom",
        partner="On whom",
        evidence=("C2", "C3", "C12"),
        size=Size(
            "Rise of rivalry",
            "of a scale from 0 to 1",
            0,
            0.5,
            0.05,
            0.15,
            "0.1 is usual in the model, 0.15 tight as in the scenario 'export_controls' (assumed)",
        ),
    ),
    Lever(
        "dialogue",
        "A dialogue",
        "Two sides talk, officially or by Track II: a part of what is missing of trust between them is made good.",
        POLITICS,
        actor="Who",
        partner="With whom",
        evidence=("N1", "C3"),
        size=Size(
            "Part of the missing trust",
            "share",
            0,
            1,
            0.05,
            0.15,
            "0.15 is what a Track-II dialogue brings in the model (assumed)",
        ),
    ),
    Lever(
        "rival_network",
        "A rival network",
        "A state opens a network of its own, which draws those who stand nearer to it than to the members.",
        POLITICS,
        actor="Led by",
        evidence=("W27",),
        size=Size(
            "Worth",
            "utility a month for each unit of rivalry",
            0,
            2,
            0.1,
            0.5,
            "0.5 as in the scenario 'rival_network' (assumed)",
        ),
    ),
    Lever(
        "exit",
        "A member leaves",
        "It leaves the network and ends its ties. It may apply again from the next month on if "
        "that pays for it; lower its openness as well if it shall stay away.",
        NETWORK,
        actor="Who",
        evidence=("W31", "W20g"),
    ),
    Lever(
        "host_exit",
        "The host leaves",
        "Whoever holds the largest part of the secretariat in that month leaves the network and "
        "ends its ties; where nobody holds it, nothing happens.",
        NETWORK,
        evidence=("W20g", "W31"),
    ),
    Lever(
        "admission_vote",
        "An applicant is put to the vote",
        "A state applies, whatever it would gain, and the members vote on it at once under the rule of the design.",
        NETWORK,
        actor="Who applies",
        evidence=("W23", "W9"),
    ),
    Lever(
        "entry",
        "A state comes in",
        "It becomes a full member, and nobody is asked. It may leave again if that pays for it.",
        NETWORK,
        actor="Who",
        evidence=("W9",),
    ),
    Lever(
        "founding",
        "An institute opens",
        "A state opens an institute of its own, with staff that grow over the years. A member then no longer "
        "counts among those without an institute.",
        NETWORK,
        actor="Where",
        evidence=("W2", "W20e"),
    ),
    Lever(
        "funding",
        "Funds are cut or raised",
        "Staff and budget of an institute, or of the secretariat, are multiplied from then on.",
        MONEY,
        actor="Whose",
        optional="the secretariat's",
        evidence=("W20d", "W17"),
        size=Size(
            "Multiplied by", "times what it was", 0, 3, 0.1, 0.5, "0.5 halves them, 1 changes nothing, 2 doubles them"
        ),
    ),
    Lever(
        "capability",
        "A jump in capability",
        "AI can do more at once, for all: more to share, and more to fear.",
        RACE,
        evidence=("C6", "C10"),
        size=Size(
            "Rise of capability",
            "units; 1 was the level of November 2024",
            0,
            3,
            0.1,
            0.5,
            "0.3 is what a usual year brings",
        ),
    ),
    Lever(
        "lead",
        "A decisive lead",
        "One state gets ahead of all others, and has less to gain from sharing.",
        RACE,
        actor="Who",
        evidence=("C12", "N2"),
        size=Size("Lead", "of a scale from 0 to 1", 0, 1, 0.1, 0.5, "0 is none"),
    ),
    Lever(
        PARAMETER,
        "Another assumption of the model",
        "One number of the model has another value from then on, in every future. For those who know the model.",
        RACE,
        size=Size("Value", "", 0, 1, 0.01, 0, ""),
    ),
)
