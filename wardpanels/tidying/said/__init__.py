"""How people write one kind of thing in a cell: one file a kind."""
