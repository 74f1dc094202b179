"""Results drawn: what stands in a figure is what the core says."""
