"""What somebody in a seat is told: what is to be decided, what the rule advises, what may be begun."""
