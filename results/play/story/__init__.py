"""What happened, told: the chronicle of a session, marks on the time axis, one actor."""
