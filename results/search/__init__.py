"""Search of the design space for hybrids that dominate named designs, and the check of what was found."""
