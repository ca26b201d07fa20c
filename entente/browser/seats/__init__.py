"""Seats that people take, rooms that they share, and the page of the facilitator."""
