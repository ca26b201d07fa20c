"""Two runs beside each other: where they part and why, what only one of them has."""
