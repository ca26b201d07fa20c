"""What a server is started with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Setting:
    """What a server is started with. port : 0 for a free one.  token : '' for none.  scenarios : link by name."""

    host: str = "127.0.0.1"
    port: int = 8080
    folder: Path | None = None
    token: str = ""
    scenarios: dict[str, str] = field(default_factory=dict)
