"""Many futures of a session: bands month by month, and what a choice changes in them and in this run."""
