"""The claims of the sources put to the test: one row a claim, its paired experiments, what they find, how it stands.

``contrast`` says what is compared, ``designs``, ``reasons`` and ``rivalry`` hold the comparisons, ``measure`` runs
them and judges, ``table`` puts claims, expectations and effects together.
"""
