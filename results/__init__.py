"""What runs say: comparison, sensitivity, figures and the report."""
