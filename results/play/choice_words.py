"""A choice of a session in words: who does what, with the numbers that were chosen and their units."""

from __future__ import annotations

from results.brief.names import in_sentence, name
from results.brief.sizes import number_word
from results.event_words import forced_words
from results.numbers import listing, number
from scenarios.schema_decisions import Forced, forced_decisions
from scenarios.schema_events import Event
from scenarios.session.choices import Choice
from scenarios.session.log import SECRETARIAT
from sim.design import FIELD_INDEX, FIELDS
from sim.roster import Roster

# Kind of event -> what happens; {actor} and {partner} are names, {size} is the number that was chosen.
_EVENTS = {
    "election": "an election moves the openness of {actor} by {size:+g} (it lies from 0.1 to 1.8)",
    "policy_shock": "the openness of {actor} becomes {size:g} (it lies from 0.1 to 1.8)",
    "export_control": "{actor} puts export controls on {partner}, and their rivalry rises by {size:g}",
    "dialogue": "a dialogue closes {size:.0%} of what is missing of trust between {actor} and {partner}",
    "incident": "an incident of severity {size:g} at {actor} (a usual one has 1)",
    "salience": "attention to the risks of AI rises by {size:g}",
    "founding": "{actor} opens an institute",
    "exit": "{actor} leaves the network and ends its ties",
    "capability": "the capability of AI rises by {size:g}",
    "lead": "{actor} gains a decisive lead of size {size:g} over all others",
    "rival_network": "{actor} leads another network, worth {size:g} to those nearer to it than to the members",
    "entry": "{actor} becomes a full member, and nobody is asked",
    "admission_vote": "{actor} applies, and the members vote on it at once",
    "host_exit": "whoever holds the largest part of the secretariat leaves the network and ends its ties",
    "funding": "staff and budget of the institute of {actor} become {size:g} times what they were",
    "parameter": "the number '{parameter}' of the model is {size:g} from now on",
    "government": "{actor} has a new government, whose openness is drawn as after an election",
}
_ALL_FUNDING = "staff and budget of the secretariat become {size:g} times what they were"
_BEFORE_PARTNER = {"deal": " with ", "renew": " with ", "share": " with ", "consent": ": "}
BY_ANYBODY = "at the table"  # who made a choice that belongs to no seat


def what(choice: Choice, roster: Roster) -> str:
    """What is chosen, beginning with a small letter unless with a name: 'Japan: shares test results'."""
    if choice.event is not None:
        return of_event(choice.event, roster)
    if choice.decision is not None:
        return of_decision(choice.decision, roster)
    if choice.design is not None:
        return f"the network decides on {name(choice.design.design, roster).long}"
    assert choice.fields is not None
    return f"the design changes: {listing(field_words(*one) for one in choice.fields.values.items())}"


def whose(choice: Choice, roster: Roster) -> str:
    """In whose seat it was made: 'Kenya', 'the secretariat', 'at the table'."""
    if not choice.by:
        return BY_ANYBODY
    return f"the {SECRETARIAT}" if choice.by == SECRETARIAT else actor_name(roster, choice.by)


def of_event(event: Event, roster: Roster) -> str:
    """An event that was chosen."""
    if event.kind == "merger":
        return f"the network is handed to {name(event.design, roster).long}"
    template = _ALL_FUNDING if event.kind == "funding" and not event.actor else _EVENTS[event.kind]
    return template.format(
        actor=actor_name(roster, event.actor), partner=actor_name(roster, event.partner), size=event.size,
        parameter=event.parameter,
    )  # fmt: skip


def of_decision(decision: Forced, roster: Roster) -> str:
    """A decision that was taken for an actor, in the words of the chronicle."""
    (found,) = forced_decisions([decision], roster, "origin", 10**6)
    said = f"{actor_name(roster, decision.actor)} {forced_words(found)}"
    return f"{said}{_BEFORE_PARTNER[decision.act]}{actor_name(roster, decision.partner)}" if decision.partner else said


def actor_name(roster: Roster, who: str) -> str:
    """An actor as a sentence names it: 'the United Kingdom', 'OpenAI'; '' for nobody."""
    if not who:
        return ""
    return node_name(roster, roster.find(who))


def node_name(roster: Roster, node: int) -> str:
    """The same of a node."""
    return in_sentence(roster, node) if node < roster.n_states else str(roster.firm_names[node - roster.n_states])


def field_words(field: str, value: float) -> str:
    """'posts of the secretariat itself (40 full-time posts)'."""
    found = FIELDS[FIELD_INDEX[field]]
    unit = "" if found.unit == "share" else f" {found.unit}"
    return f"{found.meaning} ({number(value, found.unit)}{unit})"


def count(number_of: int, one: str, many: str = "") -> str:
    """'no choices', 'one choice', '12 choices'."""
    return f"{number_word(number_of)} {one if number_of == 1 else many or one + 's'}"
