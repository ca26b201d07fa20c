"""Builders of the documentation: pages, tables and the picture that are made from the code. Not installed."""
