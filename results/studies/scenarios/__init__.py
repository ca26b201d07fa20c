"""The study of the scenario library: what each scenario does, beside what was expected of it."""
