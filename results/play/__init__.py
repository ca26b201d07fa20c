"""What a session of play shows, in numbers and words; pages are in ``entente.browser``.

Each folder is one part of it. What several parts use stands here: ``choice_words`` says what a choice is, ``runs`` and
``differences`` what a run comes to until a month and how two differ, ``first_difference`` where two runs part.
"""
