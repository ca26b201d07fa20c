"""The rule book: every equation of the model, once. Scalar rules take numbers, measures take arrays.

Both engines call these functions and own none of their mathematics.
"""
