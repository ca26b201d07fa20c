"""The network as it stands in a month, and the controls that play it."""
