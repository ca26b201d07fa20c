"""Dated forecasts: what was known on a day, the ledger, and what became of an earlier one."""
