"""What a scenario's author expects of it, written before it is measured: read by the studies, felt by no run."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from scenarios.schema_checks import mistake, positive

EVIDENCE_ID = re.compile(r"[WCRSNG]\d+[a-z]?")
ID_WORDS = "the id of a claim, as W31 (entente evidence)"


def evidence_id(value: Any) -> str:
    """The id of a claim of the sources; that it exists is known to ``results.evidence``."""
    if not isinstance(value, str) or not EVIDENCE_ID.fullmatch(value):
        raise mistake("not the id of a claim", allowed=ID_WORDS)
    return value


EvidenceId = Annotated[str, BeforeValidator(evidence_id)]


class Expectation(BaseModel):
    """One expectation: in which designs an outcome differs, compared with what, which way, by how much, and why.

    Compared is the scenario with its baseline, replicate by replicate; with ``against``, the designs with another one
    within the scenario; with ``beyond``, the scenario's effect on the designs with its effect on another one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    outcome: str = Field(min_length=1, description="an outcome, or a number of the evidence rows")
    designs: list[str] = Field([], description="a list of designs; left out: all designs of the scenario")
    sign: Literal[-1, 0, 1] = Field(description="-1, 0, 1")
    smallest: Annotated[float | None, BeforeValidator(positive)] = Field(
        None, description="the smallest effect that counts, above 0; left out: that of the outcome"
    )
    against: str = Field("", description="a design: compared with it within the scenario")
    beyond: str = Field("", description="a design: the scenario's effect is compared with that on it")
    why: str = Field(min_length=1, description="text: which mechanisms pull which way")

    @model_validator(mode="after")
    def _one_comparison(self) -> Self:
        if self.against and self.beyond:
            problems = [("beyond", "given beside 'against'", self.beyond, "one of the two")]
            raise mistake("several", problems=problems)
        return self
