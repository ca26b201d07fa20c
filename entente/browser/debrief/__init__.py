"""What each choice changed, who gained and who would leave."""
