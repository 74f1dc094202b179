"""A sheet of single things, events or interventions, becomes facts or marks for the charts."""
