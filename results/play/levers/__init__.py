"""What may be changed: fields of a design and events, each with its meaning, range and sources."""
