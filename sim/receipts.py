"""Receipts: the named terms of each decision, in the order in which they are added, with their evidence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """One summand of a decision's gain."""

    name: str
    meaning: str
    evidence: tuple[str, ...]


TERMS: dict[str, tuple[Term, ...]] = {
    "deal": (
        Term("access", "contacts that come nearer", ("W19", "W21")),
        Term("further types", "more than one type in the same memorandum, by what each is worth", ("W21", "W22")),
        Term("fora", "shared fora make it easier", ("G2", "W22")),
        Term("references", "contacts of either side who can vouch for the other", ("W21", "W22")),
        Term("rapport", "lasting trait of the pair: what is not known of it and stays", ("W21",)),
        Term("mandate", "a firm that refuses an office with statutory powers pays for it", ("W20h",)),
        Term("exposure", "what the tie's information could cost if it leaks", ("W20a", "R1")),
        Term("cost", "cost of one more deal, rising with those held", ("W20e", "W20i")),
        Term("ending", "what ending it would cost: notice, sunk effort, name", ("W21",)),
    ),
    "share": (
        Term("public", "public value of what is shared", ("C1", "W19")),
        Term("return", "the partner's expected reciprocity, if the exchange goes on", ("W21", "C3")),
        Term("synergy", "gain when both share at once", ("W19", "W20f")),
        Term(
            "exposure",
            "expected loss if a recipient leaks or turns against us",
            ("W20a", "W12", "W15b", "R1"),
        ),
        Term("zero-sum", "a rival's gain counts as our loss", ("C3", "N2")),
        Term("friction", "legal incompatibility, or red tape of the secretariat for a firm", ("W20c", "W15")),
        Term(
            "practice", "lasting trait of the sender for this category: its policy, as far as it is not known", ("S1",)
        ),
    ),
    "join": (
        Term(
            "cooperation",
            "what joint effort is worth with us in, less what it is worth without us",
            ("W19", "W23"),
        ),
        Term("effort", "extra effort that membership asks of us", ("W20d",)),
        Term("own effort", "what we would have done alone", ("W20f",)),
        Term(
            "information",
            "expected net value of sharing through the network, and of what its casework finds",
            ("W19", "W12", "W15b"),
        ),
        Term("bias", "a seat or an agenda that is not ours", ("W7", "W9", "W3b")),
        Term("dues", "our part of the cost", ("W11", "W20d")),
        Term("crowding", "overhead of each member", ("W20i",)),
        Term("penalty", "what staying outside costs", ("W23",)),
        Term("inclination", "lasting trait of the state: what is not known of it and stays", ("W20b",)),
        Term("cost of leaving", "what leaving would cost: notice, sunk effort, name", ("W20d",)),
        Term(
            "hosting",
            "what we hear first by powers of the secretariat, and its posts at hand, less those lent",
            ("W7a", "W11"),
        ),
    ),
    "consent": (
        Term("cooperation", "what the newcomer adds to what joint effort is worth to us", ("W19", "W23")),
        Term("effort", "what it makes our own effort cost", ("W20d",)),
        Term("information", "what it changes in what sharing through the network is worth to us", ("W15b", "W19")),
        Term("zero-sum", "a rival's gain counts as our loss", ("C3", "N2")),
        Term("crowding", "overhead of one more member", ("W20i",)),
        Term("dues", "what it changes in our part of the cost", ("W11", "W20d")),
        Term("refusing", "what a refusal would cost us in name", ("W9",)),
    ),
    "pace": (
        Term("safe", "expected benefit of developing safely", ("C5",)),
        Term("fast", "expected benefit of racing, less disasters", ("C5", "C10")),
        Term("oversight", "what an office with access makes racing cost", ("W20h", "C8")),
        Term("catching up", "what export controls on its home make a firm want to develop fast itself", ("C2",)),
        Term(
            "safety culture",
            "lasting trait of the firm: its public safety index, or what is not known and stays",
            ("C5",),
        ),
    ),
}
