"""What to ask, and whom when, so that few calls tell much: pure values and decisions."""
