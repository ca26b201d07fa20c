"""A guided tour of five minutes for people who know nothing of it."""
