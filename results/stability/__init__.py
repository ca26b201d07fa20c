"""Who would gain by a deviation: the same run again on the same draws, with one decision forced."""
