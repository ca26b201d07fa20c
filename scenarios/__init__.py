"""What is run: scenarios, designs, sampling, running and storing runs."""
