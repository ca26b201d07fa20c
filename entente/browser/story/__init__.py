"""What happens: outcomes with the bands of the ensemble, the chronicle in words, one actor with its decisions."""
