"""The kinds of sheets: one file a kind, all listed in `every_kind`."""
