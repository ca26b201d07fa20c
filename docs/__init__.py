"""The pages of the documentation; ``docs.build`` writes those that are made from the code. Not installed."""
