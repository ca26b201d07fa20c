"""The clock of a room: so many minutes a month, running or paused. Times are seconds since 1970."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from scenarios.schema_checks import check_number
from scenarios.session.seats import CONFIG

SECONDS = 60.0
LONGEST = 60.0  # minutes a month
MOST_LEFT = 24 * 3600.0
AFTER_A_STOP = 30.0  # seconds that are left at least, when a server comes back to a clock that ran on without it


class Clock(BaseModel):
    """The clock of the month that is decided now.

    minutes : a month has; 0: there is no clock, and the facilitator says when a month is played.
    ends : when the month ends, None while the clock is paused.  left : seconds that are left then.
    """

    model_config = CONFIG

    minutes: Annotated[float, BeforeValidator(check_number(0, LONGEST))] = Field(
        default=3.0, description=f"0 to {LONGEST:g}; 0: no clock"
    )
    ends: float | None = Field(default=None, ge=0, le=1e11, description="seconds since 1970")
    left: Annotated[float, BeforeValidator(check_number(0, MOST_LEFT))] = Field(default=0.0, description="seconds")

    @property
    def is_running(self) -> bool:
        """Whether it counts down."""
        return self.ends is not None

    def remaining(self, now: float) -> float:
        """Seconds that are left of the month."""
        return self.left if self.ends is None else max(0.0, self.ends - now)

    def is_over(self, now: float) -> bool:
        """Whether it has run out."""
        return self.ends is not None and now >= self.ends

    def started(self, now: float) -> Clock:
        """It runs on from what is left; without a clock, nothing runs."""
        if not self.minutes or self.is_running:
            return self
        return self.model_copy(update={"ends": now + self.left, "left": 0.0})

    def paused(self, now: float) -> Clock:
        """It stands still."""
        return self.model_copy(update={"ends": None, "left": self.remaining(now)})

    def more(self, now: float, seconds: float) -> Clock:
        """So many seconds more (fewer, if below 0), running or not."""
        left = min(max(self.remaining(now) + seconds, 0.0), MOST_LEFT)
        return self.model_copy(update={"ends": now + left} if self.is_running else {"left": left})

    def anew(self, now: float, runs: bool) -> Clock:
        """A whole month, running or paused."""
        whole = self.minutes * SECONDS
        return self.model_copy(
            update={"ends": now + whole, "left": 0.0} if runs and whole else {"ends": None, "left": whole}
        )

    def after_a_stop(self, now: float) -> Clock:
        """The clock as a server finds it that starts again: paused, so that no month passes that nobody saw."""
        if not self.is_running:
            return self
        return self.model_copy(update={"ends": None, "left": max(self.remaining(now), AFTER_A_STOP)})
