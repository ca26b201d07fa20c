"""What a design does to an outcome, in a few plain words that fit a sentence: 'bring more members, typically two'."""

from __future__ import annotations

from dataclasses import dataclass

from results.brief.sizes import Sizes, Told, by_part, counted, in_all, in_share, timed, untold
from results.numbers import Meta, lower_first

_MOST_TITLE = 6  # words of an outcome's title that fit a sentence


@dataclass(frozen=True)
class Words:
    """How an outcome is told.

    aim : what somebody cares about.  topic : what hangs on something.  open_ : after 'nobody can say whether'.
    more, less : what a design does, with {} for ``sign``; less is as more where it is ''.
    size : how much, in words, '' for none.
    sign : what stands for more, for less.
    """

    aim: str
    topic: str
    open_: str
    more: str
    less: str = ""
    size: Told = untold
    sign: tuple[str, str] = ("more", "less")

    def phrases(self, sizes: Sizes) -> tuple[str, ...]:
        """What a design does that moves it by so much, in three ways: with its size, with that in fewer words, without.

        The sign is said first, as a chance is one of the sign; the size is the middle of the futures. All three are the
        same where it has no size in words.
        """
        rises = sizes.high > 0
        template = self.more if rises or not self.less else self.less
        sign, size = " ".join(template.format(self.sign[0 if rises else 1]).split()), self.size(sizes)
        if not size:
            return (sign,) * 3
        return f"{sign}, typically {size}", f"{sign} ({size.replace('by about ', 'by ')})", sign


WORDS: dict[str, Words] = {
    "members": Words(
        "a large network", "membership", "more states join", "bring {}", "leave {}", counted,
        ("more members", "fewer members")),
    "members_without_institute": Words(
        "countries without an institute", "joining without an institute", "more countries without an institute join",
        "bring {}", "leave {}", counted,
        ("more members without an institute", "fewer members without an institute")),
    "regions": Words(
        "many regions", "the spread over regions", "more regions take part", "bring in {}", "leave {}",
        counted, ("more regions", "fewer regions")),
    "sensitive_pooled": Words(
        "sharing sensitive information", "sharing", "more sensitive information is shared",
        "have {} sensitive information shared", size=by_part),
    "incident_response_days": Words(
        "fast answers to incidents", "the answer to incidents", "incidents are answered sooner",
        "answer incidents {}", size=timed("day"), sign=("later", "sooner")),
    "multi_year_completion": Words(
        "long projects that finish", "finishing long projects", "more long projects finish", "finish {}",
        size=in_share, sign=("a larger share of long projects", "a smaller share of long projects")),
    "influence_gini": Words(
        "even influence", "influence", "influence gets more even", "leave influence {}", size=by_part,
        sign=("more uneven", "less uneven")),
    "harm": Words(
        "less harm", "harm", "harm is less", "raise expected harm", "lower expected harm", by_part),
    "acceptability": Words(
        "members that are better off", "being better off", "members are better off", "leave {}",
        size=in_all, sign=("more members better off", "fewer members better off")),
    "time_to_output_months": Words(
        "early standards", "the time to standards", "standards come sooner", "bring standards {}",
        size=timed("month"), sign=("later", "sooner")),
    "frontier_share": Words(
        "work on frontier risk", "work on frontier risk", "frontier risk gets more of the agenda",
        "give frontier risk {} of the agenda", size=by_part),
    "mandate_distance": Words(
        "keeping to the mandate", "keeping to the mandate", "the agenda keeps to its mandate",
        "let the agenda drift from its mandate", "keep the agenda closer to its mandate"),
    "model_access": Words(
        "access to models", "access to models", "firms open more models", "get {} access to firms' models"),
    "leaks": Words(
        "few leaks", "leaking", "less leaks", "raise expected leaks", "lower expected leaks", by_part),
    "host_dependence": Words(
        "not depending on one host", "dependence on a host", "the network depends less on one host",
        "depend {} on one host"),
    "largest_payer_share": Words(
        "sharing the cost", "sharing the cost", "the cost is shared more widely",
        "have one payer carry {} of the cost", size=by_part),
}  # fmt: skip
# Outcomes whose clear losses are told as costs, though they are no headline ones.
FURTHER = (
    "time_to_output_months", "frontier_share", "mandate_distance", "model_access", "leaks", "host_dependence",
    "largest_payer_share",
)  # fmt: skip
MEMBERSHIP = ("members", "members_without_institute", "regions")  # say nearly the same


def words_of(meta: Meta) -> Words:
    """The words of an outcome; of one that is not in the table, what its title gives."""
    if meta.name in WORDS:
        return WORDS[meta.name]
    title = shortened(lower_first(meta.title), _MOST_TITLE)
    aim = f"{'more' if meta.better > 0 else 'less'}: {title}"
    return Words(aim, title, f"there is {aim}", f"raise {title}", f"lower {title}")


def count_words(text: str) -> int:
    """Words of a text; numbers in digits are none."""
    return sum(any(letter.isalpha() for letter in word) for word in text.split())


def shortened(text: str, most: int) -> str:
    """The text, cut after so many words."""
    words = text.split()
    return text if len(words) <= most else " ".join(words[:most]) + " …"
