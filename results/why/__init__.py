"""What makes a difference: the share of each lever of a design, and whether one number that was put in makes most."""
