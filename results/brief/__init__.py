"""What a reader is told of a comparison: names, units, pairs, the answer, a country. Words and numbers, no HTML."""
