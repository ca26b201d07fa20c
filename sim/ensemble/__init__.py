"""The ensemble: the reference model's runs, to the last bit, in one compiled loop over replicates and months."""
