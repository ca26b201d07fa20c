"""What is proposed: a choice that is tried out and not taken yet. What shows its effect listens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from scenarios.session.log import Log
from sim.months import month_label

Shown = Callable[[], None]


@dataclass
class Proposal:
    """One tab's proposal.

    month : index of the month in which it would act.  what : the choice as ``Log.with_choice`` takes it, without its
    month; {} where nothing is proposed.  by : which control it comes from, for messages that belong beside it.
    """

    month: int
    what: dict[str, Any] = field(default_factory=dict)
    by: str = ""
    _listeners: list[Shown] = field(default_factory=list)

    def listen(self, shown: Shown) -> None:
        """Call something after every change."""
        self._listeners.append(shown)

    def propose(self, by: str, **what: Any) -> None:
        """Another proposal in the place of this one."""
        self.by, self.what = by, what
        self.changed()

    def drop(self) -> None:
        """Nothing is proposed any more."""
        self.propose("")

    def at(self, month: int) -> None:
        """The same in another month."""
        if month != self.month:
            self.month = month
            self.changed()

    def changed(self) -> None:
        """Tell all that listen."""
        for shown in list(self._listeners):
            shown()

    @property
    def fields(self) -> dict[str, float]:
        """The fields of a design that are proposed; {} where something else is."""
        return dict(self.what.get("fields", {}).get("values", {}))

    def dated(self) -> dict[str, Any]:
        """The choice with its month."""
        return {kind: {**content, "date": month_label(self.month)} for kind, content in self.what.items()}

    def taken(self, log: Log) -> Log:
        """The log with the choice; InputError(s) for one that cannot be."""
        return log.with_choice(**self.dated())
