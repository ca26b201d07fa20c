"""The simulated past beside the record: where what the model does until a month differs from what happened."""
