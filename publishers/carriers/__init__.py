"""Takes finished artifacts outside: one file for each way of carrying, listed in `table`."""
