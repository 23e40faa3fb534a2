"""One file a measure, or a few that are of one kind."""
