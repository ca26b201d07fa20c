"""Levers that are pulled in a month, the list of all choices, and what each changed."""
