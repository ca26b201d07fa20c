"""What an estimate is worth: identification, recovery, predictive checks, sensitivity, agreement."""
