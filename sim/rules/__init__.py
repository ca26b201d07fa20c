"""The rule book: every equation of the model, once.

A formula takes numbers; a rule that gathers its inputs takes the world.
Both engines call these functions and own none of their mathematics.
"""
