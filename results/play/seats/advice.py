"""What one actor has to decide in a month, with what its own rule would do: few things, the weightiest first.

Everything is taken from the model's own play of that month (a record with its decisions). Of the other side of a deal,
nothing is told but what it has answered before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from results.event_words import WORDS_OF_ACTS
from results.play.advised import wants
from results.play.seats.offer import ACT_OF, SHARING, SURE, SURE_OF_SHARING, TALKS, Offer, Option, Part, is_torn
from results.play.world.state import IN_MEMBER, IN_PARTNER, state_at
from results.wording import WORDS, item_name, partner_name
from scenarios.schema_decisions import SHARED
from sim import parameters
from sim.forced import ACTS
from sim.record import FORMED, Decision, Record
from sim.rules.choice import probability
from sim.rules.pace import QUARTER

MOST = 5  # offers that are shown at once; the others are folded
YEAR = 12
CERTAIN_PART = 0.25  # what a decision weighs in which the rule is sure, of one in which it is torn. Assumed
RARE = ("join", "stay", "consent", "renew", "pace")  # kinds that are always worth a look
RIVAL = 0.5  # rivalry from which two count as rivals, as in the model's count of ties of rivals
_KEYS = {place: key for key, place in SHARED.items()}


# ---- the offers of a month ------------------------------------------------------------------------------------------
def advice(told: Record, node: int, month: int, acts: Collection[str] = tuple(ACTS)) -> list[Offer]:
    """What an actor has to decide in a month: the weightiest first, the folded ones last.

    told : the model's own play with its decisions, to that month at least.  acts : those that are in its hands.
    """
    groups: dict[str, list[tuple[int, Decision]]] = defaultdict(list)
    past = Past(told, node, month)
    for number, one in enumerate(told.decisions, 1):
        if one.actor == node and one.month == month and ACT_OF.get(one.kind, one.kind) in acts and past.is_asked(one):
            groups[_key(told, one)].append((number, one))
    offers = [_offer(told, key, group, past) for key, group in groups.items()]
    offers.sort(key=lambda offer: (offer.folded, -offer.weight, offer.key))
    on_table = sum(not offer.folded for offer in offers)
    return [_folded(offer) if k >= min(MOST, on_table) else offer for k, offer in enumerate(offers)]


def next_decision(told: Record, seats: Collection[tuple[int, Collection[str]]], month: int, last: int) -> int:
    """The first month from ``month`` to ``last`` in which one of these has something to decide; the one after the last
    if nobody has.

    seats : nodes, each with the acts that are in its hands.
    """
    for when in range(month, last + 1):
        if any(not offer.folded for node, acts in seats for offer in advice(told, node, when, acts)):
            return when
    return last + 1


def _folded(offer: Offer) -> Offer:
    return offer if offer.folded else Offer(**{**vars(offer), "folded": True})


def _key(told: Record, one: Decision) -> str:
    act = ACT_OF.get(one.kind, one.kind)
    return f"{act}:{told.roster.label(one.partner)}" if one.partner >= 0 else act


def _offer(told: Record, key: str, group: list[tuple[int, Decision]], past: Past) -> Offer:
    first = group[0][1]
    parts = tuple(_part(number, one) for number, one in group)
    partner = told.roster.label(first.partner) if first.partner >= 0 else ""
    new = first.kind == "share" and not past.shared_with(first.partner)
    is_open = first.kind in RARE or new
    if first.kind in TALKS:
        is_open = parts[0].chance > SURE
    elif first.kind in SHARING:
        is_open = new or any(part.is_open and past.is_news(one) for part, (_, one) in zip(parts, group, strict=True))
    weight = sum(weight_of(told, one) for _, one in group) / (1 + past.refusals(first))
    blank = Offer(key, first.kind, told.roster.label(first.actor), partner, first.month, _title(told, group), parts, (),
                  weight, not is_open, tuple(past.known(first, new)))  # fmt: skip
    return Offer(**{**vars(blank), "options": tuple(_options(blank))})


def _part(number: int, one: Decision) -> Part:
    chance = float(probability(one.gain, one.noise))
    shares = one.kind in SHARING
    item, about = (_KEYS[one.item], item_name(one)) if shares else ("", "")
    return Part(number, one.gain, chance, item, about)


def _title(told: Record, group: list[tuple[int, Decision]]) -> str:
    """What is to be decided: 'A first deal with Japan: testing', 'What to share with Japan'."""
    first = group[0][1]
    partner = partner_name(told.roster, first)
    if first.kind in SHARING:
        return f"What to share with {partner}" if first.kind == "share" else "What to give to the network"
    words = WORDS[first.kind].question.format(partner=partner, item=item_name(first)).replace("its ", "your ")
    return words[:1].upper() + words[1:]


def _options(offer: Offer) -> Iterable[Option]:
    if offer.kind in SHARING:
        for choice, said in ((True, "all of it"), (False, "nothing")):
            given = tuple(offer.decision(choice, part.item) for part in offer.parts)
            yield Option("all" if choice else "none", said, given)
        return
    words = WORDS_OF_ACTS[ACT_OF.get(offer.kind, offer.kind)]
    for choice, text in ((True, words.yes), (False, words.no)):
        said = _PLAIN.get((offer.kind, choice)) or text.format(item="")
        yield Option("yes" if choice else "no", said, (offer.decision(choice),))


_PLAIN = {
    ("sign", True): "sign", ("sign", False): "refuse", ("extend", True): "sign", ("extend", False): "refuse",
    ("renew", True): "keep the tie", ("renew", False): "end the tie", ("join", True): "apply",
    ("join", False): "stay outside", ("stay", True): "stay", ("stay", False): "leave the network",
    ("consent", True): "vote for", ("consent", False): "vote against",
    ("pace", True): "develop safely", ("pace", False): "race",
}  # fmt: skip


# ---- how much hangs on it --------------------------------------------------------------------------------------------
def weight_of(told: Record, one: Decision) -> float:
    """How much hangs on a decision: what it gains or loses a month, times the months it binds, more where it is close.

    Utility; of a pace in the units of its own payoffs, so that it comes first for a firm.
    """
    chance = float(probability(one.gain, one.noise))
    doubt = 4.0 * chance * (1.0 - chance)
    return abs(one.gain) * binds(told, one.kind) * (CERTAIN_PART + doubt)


def binds(told: Record, kind: str) -> float:
    """Months until the same thing is decided again."""
    if kind in (*TALKS, "renew"):
        return float(told.params[parameters.INDEX["deal_term"]])
    return {"share": 1.0, "pool": 1.0, "pace": float(QUARTER)}.get(kind, float(YEAR))


# ---- what the actor remembers ----------------------------------------------------------------------------------------
class Past:
    """What an actor knows as a month begins: how things stand, and its own decisions of the year before."""

    def __init__(self, told: Record, node: int, month: int) -> None:
        self.told, self.node, self.month = told, node, month
        self.state = state_at(told, month)
        self._partners = {tie.b if tie.a == node else tie.a for tie in self.state.ties if node in (tie.a, tie.b)}
        self._mine = [d for d in told.decisions if d.actor == node and month - YEAR <= d.month < month]
        log = told.tie_log
        mine = log[((log["a"] == node) | (log["b"] == node)) & (log["action"] == FORMED)]
        self._formed = {(int(r["month"]), int(r["a"] + r["b"]) - node) for r in mine}

    def is_asked(self, one: Decision) -> bool:
        """Whether a decision can be put to the actor as the month begins.

        Not what follows only if another agrees in the same month: it would tell that the other will.
        """
        if one.kind == "share":
            return one.partner in self._partners
        is_state = self.node < self.told.roster.n_states
        return one.kind != "pool" or not is_state or self.state.actors[self.node].standing in (IN_MEMBER, IN_PARTNER)

    def shared_with(self, partner: int) -> bool:
        """Whether sharing with a partner was decided last month."""
        return any(d.kind == "share" and d.partner == partner and d.month == self.month - 1 for d in self._mine)

    def is_news(self, one: Decision) -> bool:
        """Whether it is worth asking what is shared: a practice goes on without being asked for.

        It is, if the interest has turned since last month, or if somebody has decided against it. What will be drawn
        this month does not count: nobody knows it yet.
        """
        if self.month == self.told.adopted:  # nothing was asked yet
            return True
        same = (d for d in self._mine if (d.kind, d.partner, d.item) == (one.kind, one.partner, one.item))
        before = next((d for d in same if d.month == self.month - 1), None)
        if before is None or not is_torn(float(probability(before.gain, before.noise)), SURE_OF_SHARING):
            return True
        overruled = before.forced and before.taken != wants(before.gain)
        return overruled or wants(before.gain) != wants(one.gain)

    def refusals(self, one: Decision) -> int:
        """How often in the last year the other side has refused what this actor was ready to sign."""
        if one.kind not in TALKS:
            return 0
        talks = [d for d in self._mine if d.kind in TALKS and d.partner == one.partner and d.taken]
        return sum((d.month, one.partner) not in self._formed for d in talks)

    def known(self, one: Decision, new: bool) -> Iterable[str]:
        """What to know of a decision, in sentences."""
        other = partner_name(self.told.roster, one)
        if one.kind in (*TALKS, "renew"):
            yield self._about(one.partner)
            term = binds(self.told, one.kind)
            yield f"It needs both sides, and holds for {term:.0f} months. The other decides for itself."
        if one.kind == "consent":
            yield self._about(one.partner)
        if refused := self.refusals(one):
            yield f"{other} has refused you {'once' if refused == 1 else f'{refused} times'} in the last twelve months."
        if new:
            yield f"A new partner: nothing was shared with {other} last month."
        yield from _OF_KIND.get(one.kind, ())

    def _about(self, partner: int) -> str:
        """What all know of another: 'Japan: institute, member of the network, no rival of yours.'"""
        roster, actor = self.told.roster, self.state.actors[partner]
        said = [actor.kind if partner < roster.n_states else f"firm at home in {roster.label(actor.home)}"]
        if partner < roster.n_states:
            said.append({IN_MEMBER: "member of the network", IN_PARTNER: "partner in the network"}.get(
                actor.standing, "outside the network"))  # fmt: skip
        home = actor.home if partner >= roster.n_states else partner
        mine = self.state.actors[self.node].home
        rivals = home != mine and roster.rivalry[home, mine] >= RIVAL
        return f"{actor.label}: {', '.join(said)}, {'a rival' if rivals else 'no rival'} of yours."


_OF_KIND = {
    "stay": ("Membership is reviewed once a year.",),
    "join": ("Whether a state applies is reviewed once a year; the members then vote on it.",),
    "consent": ("Full members vote on every state that applies; the design says how many must agree.",),
    "pace": ("A firm chooses its pace once a quarter. The gain of the safe pace is in units of the race's own prize.",),
}
