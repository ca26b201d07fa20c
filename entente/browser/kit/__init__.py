"""What a facilitator prints: sessions, briefs, prompts, handouts."""
