"""Results as JSON: plain data, and nothing else on standard output."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import click


def plain(data: Any) -> Any:
    """Data that JSON knows: arrays and tuples become lists, numbers that are none become null."""
    if isinstance(data, Mapping):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [plain(value) for value in data]
    if hasattr(data, "tolist"):  # numpy, without importing it
        return plain(data.tolist())
    if isinstance(data, float):
        return data if math.isfinite(data) else None
    return data if data is None or isinstance(data, (bool, int, str)) else str(data)


def print_json(data: Any) -> None:
    """Print data as JSON, in ASCII so that no console can spoil it."""
    click.echo(json.dumps(plain(data), indent=2, ensure_ascii=True, allow_nan=False))
