"""Studies of the model itself: its decisions in their limits, the claims of the sources, what each number changes."""
