"""Discovery: in which futures one design beats another, how much of that the inputs can tell, and what reverses it."""
