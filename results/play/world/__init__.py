"""How things stand in a month: actors, ties, the secretariat and its cases, and where they are drawn."""
