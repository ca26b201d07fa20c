"""The workshop in the browser: tables at which people play, and the pages that show them.

``table`` and ``view`` are what pages stand on: a session that is shared, and how one tab looks at it. ``work`` keeps
computing off the thread of the pages. Each folder is one part of the page.
"""
