"""What the choices of a session changed, who gained, who would leave, and the report of it."""
