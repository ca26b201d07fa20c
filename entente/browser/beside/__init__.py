"""Two or three runs beside each other on the same draws."""
