"""What the kit and the tour tell: roles, aims, moments, chosen and computed from runs."""
